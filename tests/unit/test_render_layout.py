"""A layered layout: nothing overlaps, arrows lead to the right, unless they close a circle."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.render.layout import Sizes, layout

SIZES = Sizes(100, 10)
numbers = st.integers(0, 12)
graphs = st.lists(st.tuples(numbers, numbers), max_size=30)


@given(graphs)
def test_every_node_has_a_place_of_its_own_and_every_arrow_leads_from_node_to_node(
    arrows: list[tuple[int, int]],
) -> None:
    nodes = list(range(13))
    drawn = layout(nodes, arrows, SIZES)
    assert list(drawn.nodes) == nodes
    for one in nodes:
        for other in nodes[:one]:
            apart = drawn.nodes[one].x != drawn.nodes[other].x
            assert apart or abs(drawn.nodes[one].y - drawn.nodes[other].y) >= SIZES.row - 1e-6
    assert set(drawn.arrows) == {arrow for arrow in arrows if arrow[0] != arrow[1]}
    for (start, end), points in drawn.arrows.items():
        assert (points[0], points[-1]) == (drawn.nodes[start], drawn.nodes[end])
        assert points[0].x != points[-1].x
    for x, y in (*drawn.nodes.values(), *(point for points in drawn.arrows.values() for point in points)):
        assert 0 < x < drawn.width
        assert SIZES.row / 2 <= y <= drawn.height


@given(st.lists(st.tuples(numbers, numbers).map(sorted).map(tuple), max_size=30))
def test_without_circles_all_arrows_lead_to_the_right(arrows: list[tuple[int, int]]) -> None:
    drawn = layout(list(range(13)), arrows, SIZES)
    for points in drawn.arrows.values():
        assert [point.x for point in points] == sorted({point.x for point in points})


def test_a_circle_is_drawn_with_one_arrow_back() -> None:
    drawn = layout("abc", [("a", "b"), ("b", "c"), ("c", "a")], SIZES)
    back = [arrow for arrow, points in drawn.arrows.items() if points[0].x > points[-1].x]
    assert back == [("c", "a")]


def test_layers_are_ordered_so_that_arrows_do_not_cross_without_need() -> None:
    drawn = layout("abcdef", [("a", "f"), ("b", "e"), ("c", "d")], SIZES)
    heights = [(drawn.nodes[start].y, drawn.nodes[end].y) for start, end in ("af", "be", "cd")]
    assert [end for _, end in sorted(heights)] == sorted(end for _, end in heights)


def test_nothing_is_drawn_of_nothing() -> None:
    drawn = layout(list[str](), [], SIZES)
    assert (dict(drawn.nodes), dict(drawn.arrows)) == ({}, {})
