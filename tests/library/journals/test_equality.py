"""Our tables answer as stock TinyDB's do: the same operations, the same results, reopening included."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, operations, where
from tinydb.table import Document, Table

from digest_tui.library.journals.storage import Database

OPERATIONS_A_RUN = 25


class StockTable(Table):
    """Stock TinyDB with ids that are strings, as ours are."""

    document_id_class = str  # type: ignore[assignment]


class Stock(TinyDB):
    """TinyDB on its own JSON file."""

    table_class = StockTable


NAMES = st.sampled_from(["title", "n", "tags", "é", 'q"\\'])
LEAVES = st.sampled_from([None, True, False, 0, 1, 1.0, -5, 2**63, "", "1", "Hebbian ∀", "\ud800", '\x00\n"\\'])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2))
FIELDS = st.dictionaries(NAMES, VALUES, max_size=3)
IDS = st.sampled_from(["a", "b", "c", "0", "2501.12345", "ü", 'q"\\', ""])
TABLES = st.sampled_from(["papers", "marks", "_default", "ä"])
Paper = Query()
CONDITIONS = st.one_of(
    NAMES.map(lambda name: where(name).exists()),
    st.tuples(NAMES, LEAVES).map(lambda pair: where(pair[0]) == pair[1]),
    st.tuples(NAMES, LEAVES).map(lambda pair: ~(where(pair[0]) == pair[1])),
    st.just(Paper.n.test(lambda value: type(value) is int)),
    st.just(Paper.tags.any([1, "1"])),
    st.just(where("title").matches(".*e")),
    st.just(Paper.noop()),
)


def nest(document: Any) -> None:
    """Changes what is within a field, without setting it."""
    for value in document.values():
        if isinstance(value, list):
            value.append("nested")
        elif isinstance(value, dict):
            value["nested"] = 1


def fail_midway(document: Any) -> None:
    document["n"] = "half done"
    if "title" in document:
        raise LookupError("in the middle of an update")


UPDATES = st.one_of(
    FIELDS,
    st.just(nest),
    st.just(fail_midway),
    NAMES.map(operations.delete),
    st.tuples(NAMES, VALUES).map(lambda pair: operations.set(*pair)),
    st.just(operations.increment("n")),
    st.just(lambda document: document.clear()),
)
Operation = Callable[[Any], Any]


def on(table: str, name: str, *arguments: Any, **options: Any) -> Operation:
    def call(database: Any) -> Any:
        return getattr(database.table(table), name)(*arguments, **options)

    call.__qualname__ = f"{table}.{name}{arguments}{options}"
    return call


def written(fields: Any, identity: str) -> Document:
    return Document(fields, doc_id=identity)  # type: ignore[arg-type]


DOCUMENTS = st.builds(written, FIELDS, IDS)
MANY = st.lists(st.builds(written, FIELDS, st.integers(0, 60).map(str)), max_size=40, unique_by=lambda d: d.doc_id)
LISTS = st.lists(IDS, max_size=3)
WRITES: st.SearchStrategy[Operation] = st.one_of(
    st.builds(on, TABLES, st.just("insert"), DOCUMENTS),
    st.builds(on, TABLES, st.just("insert"), DOCUMENTS),
    st.builds(on, TABLES, st.just("insert_multiple"), st.lists(DOCUMENTS, max_size=3) | MANY),
    st.builds(on, TABLES, st.just("upsert"), DOCUMENTS),
    st.builds(on, TABLES, st.just("update"), UPDATES, CONDITIONS),
    st.builds(on, TABLES, st.just("update"), UPDATES),
    st.builds(on, TABLES, st.just("update"), UPDATES, doc_ids=LISTS),
    st.builds(on, TABLES, st.just("update_multiple"), st.lists(st.tuples(UPDATES, CONDITIONS), max_size=2)),
    st.builds(on, TABLES, st.just("remove"), CONDITIONS),
    st.builds(on, TABLES, st.just("remove"), doc_ids=LISTS),
    st.builds(on, TABLES, st.just("truncate")),
    TABLES.map(lambda table: lambda database: database.drop_table(table)),
    st.just(lambda database: database.drop_tables()),
)
READS: st.SearchStrategy[Operation] = st.one_of(
    st.builds(on, TABLES, st.just("search"), CONDITIONS),
    st.builds(on, TABLES, st.just("get"), CONDITIONS),
    st.builds(on, TABLES, st.just("get"), doc_id=IDS),
    st.builds(on, TABLES, st.just("get"), doc_ids=LISTS),
    st.builds(on, TABLES, st.just("contains"), CONDITIONS),
    st.builds(on, TABLES, st.just("contains"), doc_id=IDS),
    st.builds(on, TABLES, st.just("count"), CONDITIONS),
    st.builds(on, TABLES, st.just("all")),
    st.builds(on, TABLES, st.just("__len__")),
    st.just(lambda database: {name for name in database.tables() if len(database.table(name))}),
)


def answer(database: Any, operation: Operation) -> object:
    """What an operation returns or raises, told apart to the type of each value and its order."""
    try:
        result = operation(database)
    except (ValueError, KeyError, TypeError, LookupError, AttributeError) as error:
        return type(error)
    if isinstance(result, list):
        return [plainly(item) for item in result]
    return plainly(result)


def plainly(item: Any) -> object:
    if isinstance(item, Document):
        return item.doc_id, sorted((name, repr(value)) for name, value in item.items())
    return item


def everything(database: Any) -> object:
    return {
        name: [plainly(item) for item in database.table(name)] for name in database.tables() if database.table(name)
    }


STEPS = st.one_of(WRITES, WRITES, READS, st.none(), st.lists(WRITES, max_size=4))


def test_our_tables_answer_as_stock_ones(rounds: Callable[[int, int], int]) -> None:
    """Some 5,000 operations in every run, and 100,000 with `--long`."""
    runs = rounds(5_000, 100_000) // OPERATIONS_A_RUN
    run = st.lists(STEPS, min_size=OPERATIONS_A_RUN, max_size=OPERATIONS_A_RUN)
    settings(max_examples=runs, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)(
        given(run)(compare)
    )()


def compare(run: list[Operation | list[Operation] | None]) -> None:
    """None reopens both, a list is a batch. Other windows and later starts see the same."""
    with TemporaryDirectory() as folder, ExitStack() as stack, ExitStack() as windows:

        def opened() -> tuple[TinyDB, Database]:
            stock = stack.enter_context(Stock(Path(folder) / "stock.json"))
            return stock, stack.enter_context(Database(Path(folder) / "ours", "device"))

        stock, ours = opened()
        window = windows.enter_context(Database(Path(folder) / "ours", "device"))
        for step in run:
            if step is None:
                stack.close()
                stock, ours = opened()
            elif isinstance(step, list):
                with ours.batch():
                    for operation in step:
                        assert answer(ours, operation) == answer(stock, operation), operation.__qualname__
                assert everything(ours) == everything(stock)
            else:
                assert answer(ours, step) == answer(stock, step), step.__qualname__
        window.poll()
        assert everything(window) == everything(ours) == everything(stock)
        later = stack.enter_context(Database(Path(folder) / "ours", "later"))
        assert everything(later) == everything(stock)
        assert later.problems() == []


def test_an_integer_that_would_come_back_changed_is_refused() -> None:
    with TemporaryDirectory() as folder, Database(Path(folder), "device") as ours, pytest.raises(TypeError):
        ours.insert({"n": 2**64})
