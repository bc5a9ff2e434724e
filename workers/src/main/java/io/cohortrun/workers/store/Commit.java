package io.cohortrun.workers.store;

import io.cohortrun.workers.model.NumericClass;
import java.util.SortedMap;

/**
 * {@code COMMIT}: the one object that makes a result valid.
 *
 * @param prefix key prefix of the files, with a trailing slash
 * @param files name below {@code prefix} to sha256, hex
 * @param numericClass within which the bytes can be reproduced
 */
public record Commit(String prefix, SortedMap<String, String> files, NumericClass numericClass) {

  /** Key of a file in the store. */
  public String key(String name) {
    return prefix + name;
  }
}
