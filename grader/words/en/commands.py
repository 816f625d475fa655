"""The help of every command and option: what `n2n.commands` shows, and what click says in our commands."""

WORDS: dict[str, str] = {
    # in a list of commands
    "command.book": "Build the book.",
    "command.serve": "Serve the built book on this machine.",
    "command.check": "Check a notebook before you hand it in.",
    "command.freeze": "Freeze the answer banks from the references.",
    "command.audit": "Measure how many wrong answers the checks catch.",
    "command.release": "Make a chapter's notebook for students.",
    "command.roster": "Say who is in the class.",
    "command.collect": "Place handed-in notebooks where they are graded.",
    "command.autograde": "Grade what a class handed in.",
    "command.cluster": "Make certificates for grading on several machines.",
    "command.report": "Show the scores of a class, and write a page on it.",
    "command.export": "Write the scores of a class as CSV.",
    "command.import": "Take in a class from a CSV file.",
    "command.show": "List the class.",
    "command.certificates": "Write a file for each machine.",
    # what a command does
    "help.n2n": "From Neuron to Network: the book, its exercises and their grading.\n\n"
    "Example: n2n book && n2n serve",
    "help.book": "Build the book into _build/html.\n\n"
    "The first build fetches Python for the browser (25 MB) into a cache of your own.\n\n"
    "Example: n2n book --edition course",
    "help.serve": "Serve the built book on this machine and print its address.\n\nExample: n2n serve --port 8001",
    "help.check": "Run NOTEBOOK from top to bottom and say what would lose points.\n\n"
    "Exits with 1 when something would, and with 2 when the notebook cannot be read.\n\n"
    "Example: n2n check 04_activations.ipynb --trace relu",
    "help.freeze": "Freeze the answer banks of MODULES (all, if none is named) from the references and declarations as "
    "they are.\n\n"
    "Example: n2n freeze activations",
    "help.audit": "Measure how many wrong answers the checks catch.\n\n"
    "They are mutants of every reference, and for every sentence of a task the answers that break it "
    "alone.\n\n"
    "Example: n2n audit relu softmax",
    "help.release": "Make the notebooks of CHAPTERS for students, and enter them in the gradebook.\n\n"
    "Example: n2n release 04_activations",
    "help.roster": "Who is in the class, and under which names platforms know them.",
    "help.collect": "Place handed-in notebooks where `n2n autograde` finds them.\n\n"
    "FILES are downloads as they are: zips and folders of Moodle, Canvas, Blackboard, Brightspace, "
    "Gradescope, GitHub Classroom, Google Classroom and ILIAS, folders with a folder for each student, or "
    "files called <id>__<assignment>.ipynb, as the book's page names them. Whose a notebook is the "
    "platform or the roster (`n2n roster import`) decides. Times are kept for late penalties, read as "
    "this machine's local time where the platform names no zone. Exits with 1 if a file could not be "
    "placed, and names it.\n\n"
    "Example: n2n collect 04_activations ~/Downloads/submissions.zip",
    "help.autograde": "Grade what a class handed in of ASSIGNMENT: scores into nbgrader's gradebook, a page of feedback "
    "each.\n\n"
    "Only what is new or changed is graded. Exits with 1 if something could not be judged.\n\n"
    "Test cells of your own run outside students' processes wherever they pass so with the solution in "
    "your source notebook. Where they do not (a test of a class, one that sets a seed), they run beside "
    "the student's code, which could deceive them; scoreboard, report, feedback and graded notebook say "
    "which.\n\n"
    "On a cluster (--scheduler) every worker needs this same clone, installed; it only judges, this "
    "machine writes.\n\n"
    "Example: n2n autograde 04_activations",
    "help.cluster": "Grade on several machines of yours, with Dask.",
    "help.report": "Show the scores of ASSIGNMENT, and write a page on the class: what was failed and why, who needs "
    "help.\n\n"
    "Scores are as they stand in the gradebook, manual grades and penalties included. Work that could not "
    "be graded has none. The page is one file that loads nothing.\n\n"
    "Example: n2n report 04_activations --output report.html",
    "help.export": "Write the scores of ASSIGNMENT as CSV, every text quoted and none of it a formula.\n\n"
    "Work that could not be graded has no score, not 0: its field is empty, and the status says why. "
    "Canvas leaves the grade of an empty field as it is; students are matched by their SIS Login ID, our "
    "student id.\n\n"
    "Example: n2n export 04_activations --output grades.csv",
    "help.import": "Take in a class from FILE, a CSV as Canvas, Moodle or nbgrader export it.\n\n"
    "An id is the column student_id, SIS Login ID, ID number or username, where there is one, else it is "
    "made of the name: letters of any script and digits stay, all else becomes a hyphen. Who was in the "
    "class and is missing in FILE has left it: their work is not collected any more, their results stay.\n\n"
    "Example: n2n roster import ~/Downloads/grades.csv",
    "help.show": "List the class.\n\nExample: n2n roster show",
    "help.certificates": "Write one file for the scheduler, one for this machine (client) and one for each of WORKERS into "
    "FOLDER.\n\n"
    "Without one of them nothing connects, gets a hidden case or sends a result. With one a machine is "
    "trusted wholly: Dask lets it run code in the scheduler and here. Give each file to its machine "
    "alone, by a way that nobody reads (scp), and make all anew for another term.\n\n"
    "Example: n2n cluster certificates ~/cluster one two",
    # its options
    "option.freeze.check": "Write nothing; fail if a bank is stale.",
    "option.audit.modules": "The exercises of this module only; may be repeated.",
    "option.audit.sample": "At most this many mutants an exercise.",
    "option.audit.inputs": "Random inputs to call two equal.",
    "option.audit.output": "Store the results in this JSON file too (the book's page on its checks reads "
    "grader/author/audited.json).",
    "option.audit.sentences": "No mutants: list each sentence, the wrong answers that break it, the case.",
    "option.book.edition": "self-study shows solutions after passing or enough tries; course only those that a chapter hands out "
    "to build on, and lists them.",
    "option.book.force": "Forget earlier builds and execute every chapter again.",
    "option.book.runtime": "A folder with Pyodide's (and MathJax's) files, instead of fetching them.",
    "option.serve.port": "0 takes a free one.",
    "option.serve.names": "Browsers reach it by this name too, through a proxy; may be repeated.",
    "option.autograde.students": "Only this student (may be repeated).",
    "option.autograde.force": "Grade again what did not change.",
    "option.autograde.figures": "Keep what experiments show, pictures included, in the graded notebooks. Those that rest only on "
    "functions that passed are run once, with your solution; the others with what the student wrote.",
    "option.autograde.workers": "How many processes grade at once.",
    "option.autograde.scheduler": "Grade on a Dask cluster, e.g. tls://10.0.0.1:8786.",
    "option.autograde.certificate": "client.pem of `n2n cluster certificates`; needed unless the cluster is this machine alone.",
    "option.autograde.cpu": "Seconds of CPU for a cell or exercise.",
    "option.autograde.allow_unconfined": "Run submissions you trust where nothing holds them.",
    "option.collect.force": "Replace what a student handed in before.",
    "option.report.output": "File of the page (default: reports/ASSIGNMENT.html in the course folder).",
    "option.export.form": "One line a student with all there is, or the file that Canvas imports into its gradebook.",
    "option.export.output": "File (default: standard output).",
    "option.import.add": "FILE is a part of the class: nobody who is missing in it has left.",
    "option.certificates.days": "How long they are good for.",
    "option.check.traced": "Show what each line of it does in the case that fails.",
    "option.check.seconds": "Longest a single cell may take.",
    "option.course": "The course folder (default: the one nbgrader_config.py names).",
    "option.help": "Show this message and exit.",
    "option.version": "Show the version and exit.",
    "default.autograde.workers": "one a core",
    # click's own words, by which `n2n.commands` finds them
    "click.usage": "Usage:",
    "click.options": "Options",
    "click.commands": "Commands",
    "click.arguments": "Positional arguments",
    "click.default": "default: {default}",
    "click.dynamic": "(dynamic)",
    "click.error": "Error: {message}",
    "click.try": "Try '{command} {option}' for help.",
    "click.aborted": "Aborted!",
    "click.missing_command": "Missing command.",
    "click.missing_argument": "Missing argument",
    "click.missing_option": "Missing option",
    "click.missing_parameter": "Missing parameter",
    "click.no_option": "No such option {name!r}.",
    "click.no_command": "No such command {name!r}.",
    "click.near": "Did you mean {possibility}?",
    "click.near.other": "(Did you mean one of: {possibilities}?)",
    "click.extra": "Got unexpected extra argument ({args})",
    "click.extra.other": "Got unexpected extra arguments ({args})",
    "click.valueless": "Option {name!r} does not take a value.",
    "click.valued": "Option {name!r} requires an argument.",
    "click.valued.other": "Option {name!r} requires {nargs} arguments.",
    "click.invalid": "Invalid value: {message}",
    "click.invalid.parameter": "Invalid value for {param_hint}: {message}",
    "click.choice": "{value!r} is not {choice}.",
    "click.choice.other": "{value!r} is not one of {choices}.",
    "click.range": "{value} is not in the range {range}.",
    "click.number": "{value!r} is not a valid {number_type}.",
    "click.is_file": "{name} {filename!r} is a file.",
    "click.is_folder": "{name} {filename!r} is a directory.",
    "click.not_there": "{name} {filename!r} does not exist.",
    "click.not_readable": "{name} {filename!r} is not readable.",
    "click.file": "file",
    "click.folder": "directory",
    "click.path": "path",
}
