"""Arithmetic of widgets/js/math/trainer.js against numpy and solutions/."""

TRAINER = """(config, plan) => {
    const points = dataset("circles", 120, 0.1, 1);
    const make = () => new Trainer({ features: ["x1", "x2"], layers: [5], activation: "tanh", loss: "cross_entropy",
        optimizer: "Adam", lr: 0.03, batch: 7, init: "glorot", penalty: "none", lam: 0, dropout: 0.1, batchNorm: false,
        share: 0.5, seed: 4, dataSeed: 1, regression: false, ...config }, points);
    const one = make();
    for (const part of plan) part.change ? one.change(part.change) : one.run(part);
    const two = make();
    two.script = one.log;
    two.run({ steps: one.step });
    const shot = one.snapshot();
    const then = one.snapshot({ at: 0 });
    const fresh = make().snapshot();
    return { same: one.net.save().every((v, i) => v === two.net.save()[i]), epoch: one.epoch, step: one.step,
             records: one.records.length, first: [then.train.loss, fresh.train.loss], still: one.snapshot().train.loss === shot.train.loss,
             output: shot.output.length, units: shot.units.length, history: [...shot.history] }; }"""


def test_a_run_repeats_with_all_its_changes_and_history_is_kept(javascript):
    plan = [
        {"epoch": True}, {"steps": 3}, {"change": {"lr": 0.3}}, {"until": 40}, {"change": {"optimizer": "SGD", "lam": 0.01}},
        {"steps": 900},
    ]  # fmt: skip
    [got] = javascript(("playground", TRAINER, [{}, plan]))
    assert got["same"], "replaying the log gives the very same weights"
    assert got["step"] == 40 * 9 + 900
    assert 100 <= got["records"] <= 241
    assert got["first"][0] == got["first"][1], "the first record is the start"
    assert got["still"], "looking back changes nothing"
    assert got["output"] == 3600
    assert got["units"] == 5 * 900
    epochs = got["history"][::3]
    assert epochs == sorted(epochs)


def test_one_epoch_sees_every_point_once(javascript):
    [got] = javascript(("playground", TRAINER, [{"batch": 7}, [{"epoch": True}]]))
    assert got["epoch"] == 1
    assert got["step"] == 9
