"""What a column of training records may hold, and the headings people give it."""

from dueregard.exchange.importers import Field

FIELDS = (
    Field(
        "number",
        "Staff number",
        "staff numbers",
        (
            *("Staff no", "Staff ID", "Staff ref", "Staff reference", "Number", "ID"),
            *("Employee number", "Employee no", "Employee ID", "Employee ref"),
            *("Payroll number", "Payroll no", "Payroll ref", "Payroll ID", "Payroll"),
            *("Personnel number", "Personnel no", "Assignment number", "ESR number"),
            *("Person ID", "Person number", "Learner ID", "Learner number", "User ID"),
            *("Pseudonym", "Reference"),
        ),
    ),
    Field(
        "name",
        "Name",
        "names",
        (
            *("Full name", "Staff name", "Employee name", "Employee", "Staff member"),
            *("Learner", "Learner name", "Delegate", "Delegate name", "Attendee"),
            *("Attendee name", "Person", "Person name", "Participant"),
            *("Participant name", "Name of person", "Name of employee"),
        ),
    ),
    Field("first_name", "First name", "", ("Forename", "Given name", "First names")),
    Field("last_name", "Surname", "", ("Last name", "Family name")),
    Field(
        "email",
        "E-mail",
        "",
        ("Email", "Email address", "E-mail address", "Work email", "Work e-mail"),
    ),
    Field(
        "organisation",
        "Organisation",
        "",
        (
            *("Organization", "Organisation name", "Org", "Employer", "Agency"),
            *("School", "School name", "Setting", "Establishment", "Company", "Trust"),
            *("Partner", "Partner organisation"),
        ),
    ),
    Field(
        "groups",
        "Role group",
        "",
        ("Role groups", "Role", "Roles", "Staff group", "Job group", "Group", "Groups"),
    ),
    Field("audience", "Audience", "", ("Kind of person", "Type of person")),
    Field(
        "joined_on",
        "Joined",
        "",
        (
            *("Joined on", "Date joined", "Date of joining", "Start date", "Started"),
            *("Date started", "Started on", "Employment start date", "Joining date"),
        ),
    ),
    Field(
        "left_on",
        "Left",
        "",
        (
            *("Left on", "Date left", "Leaving date", "Date of leaving", "Leaver date"),
            *("End date", "Employment end date", "Termination date"),
        ),
    ),
    Field(
        "leave_from",
        "On leave from",
        "",
        ("Leave from", "Leave start", "Leave start date", "Absent from"),
    ),
    Field(
        "leave_until",
        "On leave until",
        "",
        (
            *("On leave to", "Leave until", "Leave to", "Leave end", "Leave end date"),
            "Absent until",
        ),
    ),
    Field(
        "course",
        "Course",
        "courses",
        (
            *("Course title", "Course name", "Course code", "Name of course"),
            *("Training", "Training course", "Training title", "Training name"),
            *("Module", "Competence", "Competency", "Learning", "Learning title"),
        ),
    ),
    Field(
        "completed_on",
        "Date completed",
        "dates of completion",
        (
            *("Completed", "Completed on", "Completion date", "Date of completion"),
            *("Date", "Date of training", "Training date", "Date trained"),
            *("Date attended", "Attended on", "Attended", "Date passed", "Passed on"),
            *("Date achieved", "Course date", "Date of course", "Completed date"),
        ),
    ),
    Field("mode", "Mode", "", ("Delivery", "Delivery mode", "Delivery method")),
    Field(
        "trainer",
        "Trainer",
        "",
        ("Trainer name", "Facilitator", "Delivered by", "Tutor", "Instructor"),
    ),
    Field(
        "certificate",
        "Certificate",
        "",
        (
            *("Certificate number", "Certificate no", "Certificate ref", "Cert no"),
            *("Certificate reference", "Certificate ID", "Cert number"),
        ),
    ),
    Field(
        "expires_on",
        "Certificate expires",
        "",
        (
            *("Certificate expiry", "Certificate expiry date", "Expires", "Expires on"),
            *("Expiry", "Expiry date", "Valid until", "Valid to", "Renewal date"),
        ),
    ),
)
LABELS = {field.name: field.label for field in FIELDS}


def are_enough(fields: set[str]) -> bool:
    """Whether these columns say who each row is about, and hold people or completions.

    A course without a date, or a date without a course, is not a completion.
    """
    is_about_somebody = bool(fields & {"number", "name"}) or (
        {"first_name", "last_name"} <= fields
    )
    return is_about_somebody and ("course" in fields) == ("completed_on" in fields)
