"""Who is in a class, and under which names and numbers platforms know them.

Kept beside the results; names and e-mail addresses also go into nbgrader's gradebook, where
formgrader and exports show them. Without a roster everybody who hands in is in the class.
"""

import csv
import difflib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace

from grader.author.files import write_whole
from grader.author.layout import roster_file
from grader.engine.course import ids
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.platforms import Owner
from grader.foreign import one_line
from grader.words import Phrase, Refusal, phrase, reason


@dataclass(frozen=True)
class Person:
    """One member of a class."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    login: str = ""
    number: str = ""
    """A platform's number: Canvas's ID, Moodle's participant."""
    group: str = ""
    dropped: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()

    def known_as(self) -> set[str]:
        """Everything that can mean this person, as `ids.key` writes it."""
        names = (self.id, self.login, self.number, self.email, self.email.partition("@")[0])
        return {k for n in names if (k := ids.key(n))} | ids.spellings(self.name)


class Unclear(Refusal, ValueError):
    """Whose work it is cannot be told; it says what to do."""


@dataclass
class Roster:
    """The members by id; empty where there is none."""

    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def read(cls, course: Course) -> "Roster":
        """The course's roster. Raises CourseError for one that cannot be read."""
        path = roster_file(course.root)
        try:
            rows = json.loads(path.read_text("utf8"))
            return cls({r["id"]: Person(**r) for r in rows})
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError) as e:
            raise CourseError("roster.unreadable", path=path, what=reason(e)) from None

    def write(self, course: Course) -> None:
        """Keep it, whole or not at all."""
        path = roster_file(course.root)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps([asdict(p) for p in self.people.values()], ensure_ascii=False, indent=1), 0o600)

    def merge(self, people: Iterable[Person], whole: bool = True) -> tuple[int, int, list[str]]:
        """Take in an imported class: how many are new, how many known, and who is no longer in it (if it is `whole`)."""
        new = known = 0
        given = set()
        for person in people:
            given.add(person.id)
            known += person.id in self.people
            new += person.id not in self.people
            self.people[person.id] = person
        gone = [i for i, p in self.people.items() if whole and i not in given and not p.dropped]
        for i in gone:
            self.people[i] = replace(self.people[i], dropped=True)
        return new, known, gone

    def who(self, owner: Owner) -> str:
        """The id of whose work a platform says it is. Raises Unclear for who is not in the class, or left it."""
        if not self.people:
            return _without(owner)
        wanted = {ids.key(x) for x in (owner.number, owner.login, owner.name)} - {""}
        found = sorted({p.id for p in self.people.values() if p.known_as() & wanted})
        if len(found) > 1:  # the platform's own number decides among namesakes
            exact = [i for i in found if owner.number and ids.key(owner.number) in self.people[i].known_as()]
            found = exact if len(exact) == 1 else found
        if len(found) > 1:
            raise Unclear("roster.several", name=owner.name or owner.login, ids=found)
        if not found:
            raise Unclear(self._stranger(owner))
        if self.people[found[0]].dropped:
            raise Unclear("roster.dropped", id=found[0])
        return found[0]

    def together(self, student: str) -> list[str]:
        """Everybody who gets the score of this student's work: the group, the student first."""
        group = self.people[student].group if student in self.people else ""
        others = [p.id for p in self.people.values() if group and p.group == group and p.id != student and not p.dropped]
        return [student, *others]

    def _stranger(self, owner: Owner) -> Phrase:
        name = owner.login or owner.name
        labels = {label: p.id for p in self.people.values() for label in (p.id, p.login, p.name) if label}
        close = difflib.get_close_matches(name, labels, n=1, cutoff=0.75)
        if close:
            return phrase("roster.close", name=name, id=labels[close[0]])
        return phrase("roster.stranger", name=name)


def _without(owner: Owner) -> str:
    """The id where no roster says one: the short name that the platform has for a person, else made from the name."""
    made = ids.student_id(owner.login or owner.name)
    if not made:
        raise Unclear("roster.no_id", name=owner.name or owner.number)
    return made


# ---- what platforms export ----

_COLUMNS = {
    "id": ("student_id", "id number", "sis login id", "username", "user name", "学号"),
    "first": ("first_name", "first name", "given name", "名"),
    "last": ("last_name", "last name", "surname", "family name", "姓"),
    "full": ("student", "full name", "name", "姓名"),
    "email": ("email", "email address", "e-mail", "邮箱"),
    "login": ("sis login id", "username", "lms_user_id", "login", "用户名"),
    "number": ("identifier", "id", "participant", "学号"),
    "group": ("group", "groups", "group name", "小组"),
}
"""Names of columns by what they hold, as Canvas, Moodle, nbgrader and spreadsheets of Chinese classes write them."""


def parse_people(data: bytes) -> Iterator[Person]:
    """The people of a CSV file with one line of headings. Raises CourseError: what is wrong, and where."""
    text = _decoded(data)
    try:
        delimiter = csv.Sniffer().sniff(text.split("\n", 1)[0], ",;\t").delimiter
    except csv.Error:
        delimiter = ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)  # quotes of a name are doubled, as everywhere
    heads = [h.strip().casefold() for h in next(rows, [])]
    place = {what: next((heads.index(n) for n in names if n in heads), -1) for what, names in _COLUMNS.items()}
    if "id" in heads and place["full"] < 0 and place["id"] < 0:  # nbgrader's own table
        place["id"] = heads.index("id")
    if place["id"] < 0 and place["full"] < 0 and place["last"] < 0:
        raise CourseError("roster.columns", heads=heads[:12] or phrase("roster.no_heads"))
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        cell = {what: one_line(row[at]) if 0 <= at < len(row) else "" for what, at in place.items()}
        if not any(cell.values()) or cell["full"].casefold() in ("points possible", "student, test"):
            continue
        person = _person(cell)
        if not person.id:
            raise CourseError("roster.row", row=number)
        if person.id in seen:
            raise CourseError("roster.twice", id=person.id, row=number, before=seen[person.id])
        seen[person.id] = number
        yield person
    if not seen:
        raise CourseError("roster.empty")


def _person(cell: dict[str, str]) -> Person:
    first, last = cell["first"], cell["last"]
    if cell["full"] and not (first or last):
        if "," in cell["full"]:
            last, _, first = (part.strip() for part in cell["full"].partition(","))
        else:
            first, _, last = cell["full"].rpartition(" ")
    number = cell["number"].removeprefix("Participant ").strip()
    name = f"{first} {last}".strip()
    own = cell["id"] if ids.is_student_id(cell["id"]) else ids.student_id(cell["id"] or name)
    return Person(own, first, last, cell["email"], cell["login"], number, cell["group"])


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding)
        except UnicodeDecodeError:
            continue
    raise CourseError("roster.encoding")
