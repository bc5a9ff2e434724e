package io.cohortrun.workers.report.findings;

import java.util.List;

/**
 * One page of the statistics.
 *
 * @param file in the report's folder
 * @param title for links and the head
 * @param about what it answers, in a few words
 */
public record FindingsPage(String file, String title, String about, List<Block> blocks) {}
