"""The schema and the reference page come from the reader's tables, and agree with what the reader accepts."""

import jsonschema
import pytest

from freehand.formats import shapes
from freehand.formats.folder import read_folder
from freehand.formats.reference import reference_page
from freehand.formats.schema import schema
from freehand.formats.tree import plain_data, read_yaml
from tests.formats.drill import DRILL
from tests.formats.test_examples import EXAMPLES

CHECK = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_fits_the_schema(example: str) -> None:
    for name, data in read_folder(f"examples/{example}")[0]:
        for document in read_yaml(data.decode(), name)[0]:
            CHECK.validate(plain_data(document))


def test_the_drill_fits_the_schema() -> None:
    for name, text in DRILL.items():
        for document in read_yaml(text, name)[0]:
            CHECK.validate(plain_data(document))


@pytest.mark.parametrize(
    "text",
    [
        "contingency: x\nhorizon: 72\naims: [a]\nscenarios: {s: {}}",
        "contingency: x\naims: [a]\nscenarios: {s: {}}",
        "course: x\nparty: A\ncontingency: c\nactivities: {a: {we choose: 1 h, nature takes: 2 h}}",
        "course: x\nparty: A\ncontingency: c\nactivities: {a: {holds: 2 crews}}",
        "course: x\nparty: A\ncontingency: c\nactivities: {a: {duration: 2 h}}",
        "course: x\nparty: A\ncontingency: c\nleast rung: top\nactivities: {a: {we choose: 1 h}}",
        "means of: A\nmeans: {trucks: none}",
        "something: else",
        "compact: x\nparties: {A: a, B: b}\nrules: {n: {contingency: c}}",
    ],
)
def test_what_the_reader_refuses_by_shape_the_schema_refuses(text: str) -> None:
    documents, _ = read_yaml(text, "x.yaml")
    assert not CHECK.is_valid(plain_data(documents[0]))


def test_the_reference_page_tells_of_every_field_with_its_meaning() -> None:
    page = reference_page()
    for shape in shapes.DOCUMENTS:
        for key in shape.keys:
            assert f"| `{key.name}` |" in page
            assert key.meaning in page
            for inner in key.form.inner:
                assert all(f"| `{each.name}` |" in page for each in inner.keys)


def test_the_reference_page_begins_with_a_specimen_that_is_read_in_the_tests() -> None:
    page = reference_page()
    with open("examples/start/flood.yaml", encoding="utf-8") as file:
        assert file.read().strip() in page
    assert page.index("```yaml") < page.index("| field |")
