package io.cohortrun.workers.report;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.shard.SlideResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the index shows of a row.
 *
 * @param ledger the row's line, by column
 * @param message of the ledger, without folders of the machine that ran
 * @param failure names of the files in its failure bundle
 * @param thumbnail JPEG, or null
 * @param numbers of its result, or null where none can be read
 */
record IndexRow(
    Map<String, String> ledger,
    String message,
    List<String> failure,
    byte[] thumbnail,
    Numbers numbers) {

  /**
   * Of a result.
   *
   * @param channels ids, in output order
   * @param densities positive share of valid pixels by channel, in 1/10,000
   */
  record Numbers(List<String> channels, NumericClass numericClass, List<Integer> densities) {

    static Numbers of(SlideResult result) {
      return new Numbers(
          result.channels().stream().map(Bundle.Channel::id).toList(),
          result.numericClass(),
          densities(result));
    }

    private static List<Integer> densities(SlideResult result) {
      List<Integer> densities = new ArrayList<>();
      for (long positives : result.positives()) {
        double share = result.valid() == 0 ? 0 : (double) positives / result.valid();
        densities.add((int) Math.round(share * 1e4));
      }
      return densities;
    }
  }
}
