/** What a fresh machine lacks beside a JDK, fetched once from the package registries. */
package io.cohortrun.cli.setup;
