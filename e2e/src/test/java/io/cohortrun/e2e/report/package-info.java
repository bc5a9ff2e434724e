/** The report as a person meets it: clicked through in a real browser. */
package io.cohortrun.e2e.report;
