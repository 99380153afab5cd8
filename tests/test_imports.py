from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_rooms_import_one_way():
    """The arrows stand in pyproject.toml, in the order of settled question 7."""
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
