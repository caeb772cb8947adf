"""Splink (DuckDB) as somebody who knows it and the data well would set it up.

What its manual advises is done: several blocking rules, comparisons with levels, adjustments for
how common a value is, `u` from random pairs, `m` by EM over several blocking rules, links of 0.95
clustered. What it cannot know is given: parts of names, and their skeletons, which cross scripts.

EM must not learn brothers as one person. A block of one father, grandfather and family is full of
brothers, so where it is used to learn the given name the age is added to it.
"""

import math
from dataclasses import dataclass

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from reporting import Task
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.95  # what Splink's manual clusters at
LEAST_BITS = -15.0  # pairs below it are not written: no threshold worth trying lies there
U_PAIRS = 1e7
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that depends on the columns."""

    comparisons: list
    blocking: list
    training: list
    deterministic: list
    recall: float  # of the deterministic rules: a guess, as Splink asks for one


def part_of_name(part: str, *more: cll.CustomLevel) -> cl.CustomComparison:
    """One part: same letters, same skeleton, same coarse one, close, else."""
    near = (
        "(jaro_winkler_similarity({0}_l, {0}_r) >= {1} "
        "or jaro_winkler_similarity({0}_s_l, {0}_s_r) >= {1})"
    )
    return cl.CustomComparison(
        output_column_name=part,
        comparison_levels=[
            cll.NullLevel(part),
            cll.ExactMatchLevel(part, term_frequency_adjustments=True),
            cll.CustomLevel(f"{part}_s_l = {part}_s_r", "same skeleton").configure(
                tf_adjustment_column=f"{part}_s", disable_tf_exact_match_detection=True
            ),
            cll.CustomLevel(f"{part}_c_l = {part}_c_r", "same coarse skeleton").configure(
                tf_adjustment_column=f"{part}_c", disable_tf_exact_match_detection=True
            ),
            *more,
            cll.CustomLevel(near.format(part, 0.92), "close"),
            cll.CustomLevel(near.format(part, 0.8), "somewhat close"),
            cll.ElseLevel(),
        ],
    )


def born(has_birth: bool) -> cl.CustomComparison:
    """Birth dates where both give one, else ages: one comparison, since they say the same."""
    both = "birth_day_l is not null and birth_day_r is not null"
    levels = [
        cll.CustomLevel(
            f"not ({both}) and (age_l is null or age_r is null)"
            if has_birth
            else "age_l is null or age_r is null"
        ).configure(is_null_level=True)
    ]
    if has_birth:
        levels += [
            cll.CustomLevel(f"{both} and birth_l = birth_r", "same birth date"),
            cll.CustomLevel(
                f"{both} and damerau_levenshtein(birth_l, birth_r) <= 1", "birth: one slip"
            ),
            cll.CustomLevel(f"{both} and abs(birth_day_l - birth_day_r) <= 366", "birth: a year"),
            cll.CustomLevel(both, "birth: further apart"),
        ]
    levels += [cll.CustomLevel(f"abs(age_l - age_r) <= {years}") for years in (0, 1, 2, 5)]
    return cl.CustomComparison(
        output_column_name="born", comparison_levels=[*levels, cll.ElseLevel()]
    )


def died() -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name="died",
        comparison_levels=[
            cll.NullLevel("death_day"),
            cll.ExactMatchLevel("death_day", term_frequency_adjustments=True),
            *(
                cll.CustomLevel(f"abs(death_day_l - death_day_r) <= {days}")
                for days in (1, 7, 31, 366)
            ),
            cll.ElseLevel(),
        ],
    )


def place(of: str) -> cl.CustomComparison:
    """Town, district, governorate: of death, or with `origin_` of origin."""
    return cl.CustomComparison(
        output_column_name=f"{of}place",
        comparison_levels=[
            cll.NullLevel(f"{of}governorate"),
            cll.ExactMatchLevel(f"{of}town", term_frequency_adjustments=True),
            cll.CustomLevel(f"{of}district_l = {of}district_r", "same district"),
            cll.CustomLevel(f"{of}governorate_l = {of}governorate_r", "same governorate"),
            cll.ElseLevel(),
        ],
    )


def people(columns: set[str]) -> Plan:
    """Names of four parts, and what else the lists give."""
    moved = cll.CustomLevel(
        "father_s_l = grandfather_s_r or grandfather_s_l = father_s_r", "moved by one"
    )
    comparisons = [
        part_of_name("given"),
        part_of_name("father", moved),
        part_of_name("grandfather"),
        part_of_name("family"),
        born("birth" in columns),
    ]
    if "sex" in columns:
        comparisons.append(cl.ExactMatch("sex"))
    blocking = [
        block_on("given_c", "father_c", "family_c"),
        block_on("given_c", "grandfather_c", "family_c"),
        block_on("given_c", "father_c", "grandfather_c"),
        block_on("father_c", "grandfather_c", "family_c", "sex"),
        block_on("given_c", "family_c", "age"),
        block_on("given_c", "father_c", "age"),
        block_on("given_c", "grandfather_c", "age"),
        block_on("father_c", "family_c", "age", "sex"),
    ]
    if "birth" in columns:
        blocking += [block_on("birth", part) for part in ("given_c", "father_c", "family_c")]
    if "death_day" in columns:
        comparisons += [died(), place("")]
        blocking += [
            block_on("death_day", "given_c", "family_c"),
            block_on("death_day", "given_c", "father_c"),
            block_on("death_day", "town", "given_c"),
            block_on("death_day", "town", "family_c", "age"),
        ]
    if "origin_town" in columns:
        comparisons.append(place("origin_"))
    training = [
        block_on("given_c", "family_c", "age"),
        block_on("given_c", "father_c", "family_c"),
        block_on("father_c", "grandfather_c", "family_c", "age"),
        block_on("given_c", "father_c", "grandfather_c", "age"),
    ]
    return Plan(
        comparisons=comparisons,
        blocking=blocking,
        training=training,
        deterministic=[block_on("given_c", "father_c", "grandfather_c", "family_c", "age")],
        recall=0.5,
    )


def febrl(columns: set[str]) -> Plan:
    """After Splink's own demonstrations on these tables."""
    comparisons = [
        cl.ForenameSurnameComparison("given", "family"),
        cl.DateOfBirthComparison("birth_written", input_is_string=True, datetime_format="%Y%m%d"),
        cl.JaroWinklerAtThresholds("town", [0.9]).configure(term_frequency_adjustments=True),
    ]
    blocking = ["given", "family", "birth_written"]
    deterministic = [block_on("given", "family", "birth_written")]
    training = ["birth_written", "family", "given"]
    if "id_ssn" in columns:
        comparisons += [
            cl.DamerauLevenshteinAtThresholds("id_ssn", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address_1", [0.9]),
            cl.DamerauLevenshteinAtThresholds("id_postcode", [1]).configure(
                term_frequency_adjustments=True
            ),
        ]
        blocking += ["id_ssn", "id_postcode"]
        deterministic.append(block_on("id_ssn"))
        training.append("id_ssn")
    else:
        comparisons.append(cl.ExactMatch("governorate"))
        blocking.append("town")
    return Plan(
        comparisons=comparisons,
        blocking=[block_on(column) for column in blocking],
        training=[block_on(column) for column in training],
        deterministic=deterministic,
        recall=0.8 if "id_ssn" in columns else 0.5,
    )


def inputs(task: Task, api: DuckDBAPI) -> tuple[list, set[str]]:
    """One table, or one for each list where every list names a person once; columns with values."""
    con = api.duckdb_con
    con.execute("create table records as select * from read_parquet(?)", [task.table])
    names = [row[0] for row in con.execute("describe records").fetchall()]
    counts = con.execute(f"select {', '.join(f'count({name})' for name in names)} from records")  # noqa: S608
    filled = {name for name, count in zip(names, counts.fetchone(), strict=True) if count}
    lists = [row[0] for row in con.execute("select distinct list from records").fetchall()]
    if len(lists) != 2 or set(lists) != set(task.clean):
        return [api.register("records")], filled
    parts = []
    for number, one in enumerate(sorted(lists)):
        con.execute(
            f"create table list_{number} as select * exclude (list) from records where list = ?",  # noqa: S608
            [one],
        )
        parts.append(api.register(f"list_{number}", dataset_display_name=one))
    return parts, filled


def main() -> None:
    task = Task()
    api = DuckDBAPI(connection=duckdb.connect())
    tables, columns = inputs(task, api)
    plan = people(columns) if task.kind == "people" else febrl(columns)
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        unique_id_column_name="record_id",
        comparisons=plan.comparisons,
        blocking_rules_to_generate_predictions=plan.blocking,
        retain_matching_columns=False,
    )
    linker = Linker(tables, settings, log_level="ERROR")
    train = linker.training
    train.estimate_probability_two_random_records_match(plan.deterministic, recall=plan.recall)
    train.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED)
    for rule in plan.training:
        train.estimate_parameters_using_expectation_maximisation(rule)
    candidates = linker.inference.compute_blocked_pairs_for_predict()
    predicted = linker.inference.predict(threshold_match_weight=LEAST_BITS)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, THRESHOLD)
    people_found = clusters.as_duckdbpyrelation().select("record_id, cluster_id as person")
    people_found.to_parquet(str(task.folder / "clusters.parquet"))
    task.answered(
        packages=("splink", "duckdb"),
        candidates=len(candidates.as_duckdbpyrelation()),
        threshold=f"{THRESHOLD}",
        own_threshold=math.log2(THRESHOLD / (1 - THRESHOLD)),
    )
    pairs = predicted.as_duckdbpyrelation().select(
        "record_id_l as record_a, record_id_r as record_b, match_weight as score"
    )
    pairs.to_parquet(str(task.folder / "pairs.parquet"))


if __name__ == "__main__":
    main()
