/** One class a subcommand: options in, exit status out. */
package io.cohortrun.cli.command;
