"""What the papers print, against a plain count of the rows of the book (`paper_oracle`), over random histories."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from factories import DATA, engine
from partyday.store.book import Store
from profiles import examples
from services.dues_checks import Money, accounts, check_dues, write_money
from services.paper_checks import (
    check_appraisal,
    check_attendance,
    check_attendance_of_all,
    check_records,
    check_rollup,
    check_secrets,
    printed,
)
from services.paper_histories import KEYS, OFTEN, TODAYS, TOP, Facts, book_of, histories, write
from services.paper_oracle import Book


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_the_attendance_of_a_branch_is_what_the_rows_say(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_attendance(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_the_attendance_under_a_superior_is_that_of_its_branches_and_its_totals_are_their_sums(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_attendance_of_all(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_every_row_of_the_appraisal_balances_and_is_what_the_rows_say(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_appraisal(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_the_record_of_a_day_names_everybody_where_they_belong_and_the_handbook_holds_its_pages(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_records(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_what_is_summed_up_are_the_plans_of_the_branches_and_missing_is_who_has_no_days(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_rollup(store, book, today)


@OFTEN
@given(facts=histories(), money=accounts(), today=st.sampled_from(TODAYS))
def test_the_papers_of_dues_come_to_the_sums_of_their_lines_and_of_the_payments(
    sqlite_book: Store, tmp_path: Path, facts: Facts, money: tuple[Money, ...], today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, _book):
        check_dues(store, write_money(store, money), today)


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(5))
@given(facts=histories(), money=accounts(), key=st.sampled_from((TOP, *KEYS)), today=st.sampled_from(TODAYS))
def test_no_paper_tells_the_detail_of_an_excuse_or_an_income_and_what_is_posted_no_category(
    sqlite_book: Store, tmp_path: Path, facts: Facts, money: tuple[Money, ...], key: int, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, _book):
        for form, paper in printed(store, write_money(store, money), key, today):
            check_secrets(form, paper)


# ---- on either database

CHECKS: tuple[Callable[[Store, Book, date], None], ...] = (
    *(check_attendance, check_attendance_of_all, check_appraisal, check_records, check_rollup, check_dues),
)


@settings(OFTEN, max_examples=examples(3))
@given(facts=histories(back=False), money=accounts(), today=st.sampled_from(TODAYS))
def test_either_database_prints_what_the_rows_say(
    book: Store, facts: Facts, money: tuple[Money, ...], today: date
) -> None:
    with engine(book).begin() as connection:
        for table in reversed(DATA):
            connection.execute(delete(table))
    write(book, facts)
    rows = write_money(book, money)
    for check in CHECKS:
        check(book, rows, today)
