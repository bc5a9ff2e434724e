package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Digits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How numbers of an analysis are told on stdout. */
final class Quantities {

  private Quantities() {}

  /** Computes them from tables. */
  @FunctionalInterface
  interface Source {
    List<Quantity> found() throws BadTable, IOException;
  }

  /**
   * Prints a tab-separated table {@code quantity term value}, or one line of JSON.
   *
   * @param tables as an error names them
   * @return the exit code
   * @throws CliFailure a table cannot be read, or does not hold what it must
   */
  static int print(String tables, Source source, boolean json) throws JsonProcessingException {
    List<Quantity> found;
    try {
      found = source.found();
    } catch (BadTable e) {
      throw CliFailure.badInput("%s: %s".formatted(e.code(), e.getMessage()));
    } catch (IOException e) {
      throw CliFailure.badInput("%s cannot be read: %s".formatted(tables, e.getMessage()));
    }
    print(found, json);
    return ExitCode.COMPLETE;
  }

  private static void print(List<Quantity> found, boolean json) throws JsonProcessingException {
    if (json) {
      System.out.println(
          Json.MAPPER.writeValueAsString(found.stream().map(Quantities::fields).toList()));
      return;
    }
    System.out.println("quantity\tterm\tvalue");
    found.forEach(
        q -> System.out.println(q.quantity() + "\t" + q.term() + "\t" + Digits.written(q.value())));
  }

  private static Map<String, Object> fields(Quantity of) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("quantity", of.quantity());
    fields.put("term", of.term());
    fields.put("value", Double.isNaN(of.value()) ? null : of.value());
    return fields;
  }
}
