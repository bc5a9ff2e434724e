/**
 * Tables as people have them (CSV, TSV, Parquet) and as we write them (Parquet, by DuckDB). Knows
 * no column of anybody's.
 */
package io.cohortrun.workers.table;
