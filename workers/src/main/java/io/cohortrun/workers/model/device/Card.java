package io.cohortrun.workers.model.device;

/**
 * A card, or a slice of one, as the driver shows it to this process.
 *
 * @param uuid {@code GPU-...} or {@code MIG-...}: by which drivers, logs and alerts name it
 * @param name model, e.g. {@code NVIDIA H200}
 * @param major first number of its compute capability
 * @param minor second number
 * @param memoryBytes of its own memory
 */
public record Card(String uuid, String name, int major, int minor, long memoryBytes) {

  /** Architecture by NVIDIA's name, e.g. {@code sm_90}. */
  public String architecture() {
    return "sm_" + major + minor;
  }

  /** For people: which card this is. */
  public String text() {
    return "%s (%s, %s)".formatted(name, architecture(), uuid);
  }
}
