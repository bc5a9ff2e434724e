package io.cohortrun.workers.population;

import io.cohortrun.workers.table.BadTable;

/** Clinical input that a run cannot use: code, place and what to do. */
public final class ClinicalRefused extends Exception {

  private static final long serialVersionUID = 1L;

  ClinicalRefused(BadTable.Code code, String sentence) {
    super(code + ": " + sentence);
  }
}
