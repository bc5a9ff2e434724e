/** Tables in Parquet, by DuckDB. Knows no column of anybody's. */
package io.cohortrun.workers.table;
