/** The {@code cohort} command: argument parsing, exit codes and streams. Work is done elsewhere. */
package io.cohortrun.cli;
