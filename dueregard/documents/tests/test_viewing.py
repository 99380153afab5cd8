import io

import pytest
from PIL import Image

from dueregard.documents import viewing

from .files import jpeg_with_place, png


@pytest.fixture
def viewed(tmp_path, files):
    def make(data, kind):
        source = tmp_path / "source"
        source.write_bytes(data)
        return (files / viewing.make(source, kind).name).read_bytes()

    return make


def test_where_and_who_and_with_what_are_left_out_of_a_jpeg(viewed):
    with Image.open(io.BytesIO(viewed(jpeg_with_place(), "JPEG"))) as copy:
        assert not copy.getexif()
        assert "comment" not in copy.info


def test_a_picture_taken_on_its_side_stands_upright(viewed):
    with Image.open(io.BytesIO(viewed(jpeg_with_place(), "JPEG"))) as copy:
        assert copy.size == (20, 40)


def test_words_in_a_png_are_left_out(viewed):
    copy = viewed(png(Author="Sam Taker", Comment="Behind the school"), "PNG")
    assert b"Sam Taker" not in copy
    assert b"Behind the school" not in copy


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_png_can_be_viewed(mode, viewed):
    stream = io.BytesIO()
    Image.new(mode, (8, 8)).save(stream, "PNG")
    with Image.open(io.BytesIO(viewed(stream.getvalue(), "PNG"))) as copy:
        assert copy.size == (8, 8)


def test_what_is_printed_in_four_colours_can_be_viewed(viewed):
    stream = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(stream, "JPEG")
    with Image.open(io.BytesIO(viewed(stream.getvalue(), "JPEG"))) as copy:
        assert copy.mode == "RGB"


def test_a_very_large_picture_is_viewed_smaller(viewed, monkeypatch):
    monkeypatch.setattr(viewing, "LONGEST_SIDE", 20)
    with Image.open(io.BytesIO(viewed(png((80, 40)), "PNG"))) as copy:
        assert copy.size == (20, 10)


def test_a_picture_whose_pixels_cannot_be_read_is_none(viewed):
    data = png((300, 300))
    with pytest.raises(viewing.NotAPicture):
        viewed(data[: len(data) // 2], "PNG")
