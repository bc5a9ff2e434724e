package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.FaultyDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Devices that failed under workers of a run, and how often; of constant size. */
final class FaultyDevices {

  /** More than these, and it is not the devices. */
  static final int MOST = 8;

  private final SortedMap<String, FaultyDevice> byUuid = new TreeMap<>();

  /** Goes on from what an earlier execution knew; null for nothing. */
  void carry(List<FaultyDevice> known) {
    if (known != null) {
      known.forEach(device -> byUuid.put(device.uuid(), device));
    }
  }

  /** A worker ended because of a device. */
  void failed(String uuid, String node) {
    if (byUuid.containsKey(uuid) || byUuid.size() < MOST) {
      byUuid.merge(
          uuid,
          new FaultyDevice(uuid, node, 1),
          (known, one) -> new FaultyDevice(uuid, node, known.faults() + 1));
    }
  }

  /** In order of their UUIDs. */
  List<FaultyDevice> all() {
    return new ArrayList<>(byUuid.values());
  }
}
