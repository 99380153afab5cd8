"""Nothing writes to the database but services (style.md §2).

Read from the code itself: a call of one of Django's writing methods, outside the files
that may write. `.update` and `.delete` are only those of a query: dictionaries, sets
and responses have methods of the same names.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "dueregard"
MAY_WRITE = {"services.py", "services", "migrations", "tests", "conftest.py"}
# Each a mechanism that is itself called by services, or the named exception.
EXCEPTIONS = {
    "outbox/leases.py": "takes up and gives back jobs, for the worker",
    "workflow.py": "makes a move on the locked row, for services",
    "rehearsal/large.py": "the benchmark builder (settled 14)",
    "rehearsal/large_referrals.py": "the benchmark builder of referrals (settled 14)",
    "rehearsal/large_tasks.py": "the benchmark builder of tasks (settled 14)",
    "rehearsal/large_training.py": "the benchmark builder of training (settled 14)",
    "operations/backup/wrapped_keys.py": "puts wrapped keys back when restoring",
    "training/importing/loading.py": "stages rows, as exchange's reading asks it to",
}
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ON_QUERIES = {"create", "update", "delete"}
QUERY_WORDS = {"objects", "filter", "exclude", "all", "visible_to", "_base_manager"}
ON_ROWS = {"save", "delete"}
FILES = {"workbook", "document", "image", "stream", "storage", "session", "cache"}


def names_in(node: ast.expr) -> set[str]:
    """Every name on the left of a method: `Plan.objects.filter(…)` has three."""
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute | ast.Name)
    }


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    method, owner = call.func.attr, call.func.value
    if method in ALWAYS or (method == "create" and isinstance(owner, ast.Attribute)):
        return True
    if method in ON_QUERIES and names_in(owner) & QUERY_WORDS:
        return True
    plain = isinstance(owner, ast.Name | ast.Attribute)
    return method in ON_ROWS and plain and not names_in(owner) & FILES


def writes() -> list[str]:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if MAY_WRITE & set(name.parts) or str(name) in EXCEPTIONS:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and is_write(node):
                found.append(f"{name}:{node.lineno} .{node.func.attr}")
    return found


def test_nothing_writes_outside_services():
    assert writes() == []


def test_the_scan_sees_a_write_and_leaves_a_dictionary_alone():
    def seen(text):
        return is_write(ast.parse(text).body[0].value)

    assert seen("Plan.objects.filter(pk=1).update(title='x')")
    assert seen("plan.save()")
    assert seen("plan.moves.get_or_create(move='submit')")
    assert seen("Plan.objects.create(title='x')")
    assert seen("plan.moves.create(move='submit')")
    assert not seen("facts.update(more)")
    assert not seen("document.save(path)")
