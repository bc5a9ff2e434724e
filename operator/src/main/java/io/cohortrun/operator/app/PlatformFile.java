package io.cohortrun.operator.app;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cohortrun.operator.apply.Platform;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Ceilings;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the chart writes into the operator's ConfigMap, mounted as a file: read again when it
 * changes, so that a pause of all runs or a new profile needs no restart. A file that is broken
 * while the operator runs leaves what was read before.
 */
final class PlatformFile implements Supplier<Platform> {

  private static final Logger LOG = LoggerFactory.getLogger(PlatformFile.class);

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * The file.
   *
   * @param namespaces Kubernetes namespaces to watch; empty for all
   * @param temporal address, {@code host:port}
   * @param temporalNamespaces as of {@link Platform}
   * @param temporalSecrets as of {@link Platform}
   */
  record Content(
      boolean paused,
      List<String> namespaces,
      String temporal,
      Map<String, String> temporalNamespaces,
      Map<String, String> temporalSecrets,
      Map<String, Profile> profiles) {

    Content {
      namespaces = Objects.requireNonNullElse(namespaces, List.of());
    }

    /** Whether runs of that namespace are this operator's: others may be another's. */
    boolean watches(String namespace) {
      return namespaces.isEmpty() || namespaces.contains(namespace);
    }
  }

  /**
   * A worker profile.
   *
   * @param image with its digest
   * @param gpuResource of a device plugin, one per worker; or
   * @param gpuDeviceClass of a driver for dynamic resource allocation; or neither
   * @param gpus per worker, 1 where absent
   * @param pod resources, placement, priority: a pod's spec; its first container is the worker's
   * @param ceilings none where absent
   * @param bundles as of {@link WorkerProfile}
   */
  record Profile(
      String image,
      String gpuResource,
      String gpuDeviceClass,
      Integer gpus,
      PodSpec pod,
      Limits ceilings,
      Set<String> bundles) {

    private WorkerProfile named(String name) {
      int count = Objects.requireNonNullElse(gpus, 1);
      GpuRequest gpu =
          gpuResource != null
              ? new GpuRequest.Extended(gpuResource, count)
              : gpuDeviceClass != null
                  ? new GpuRequest.Claim(gpuDeviceClass, count)
                  : new GpuRequest.None();
      PodTemplateSpec template = new PodTemplateSpec();
      template.setSpec(Objects.requireNonNullElseGet(pod, PodSpec::new));
      return new WorkerProfile(
          name,
          image,
          gpu,
          template,
          ceilings == null
              ? Ceilings.NONE
              : Ceilings.of(ceilings.pods, ceilings.gpuHours, ceilings.outputQuota),
          Objects.requireNonNullElse(bundles, Set.of()));
    }
  }

  /**
   * What an attempt may use at most.
   *
   * @param outputQuota bytes, as Kubernetes writes them
   */
  record Limits(Integer pods, Double gpuHours, String outputQuota) {}

  private final Path file;
  private byte[] read = {};
  private Content content;
  private Platform platform;

  /**
   * Reads it.
   *
   * @throws IOException it cannot be read, or says what is not known here
   */
  PlatformFile(Path file) throws IOException {
    this.file = file;
    take(Files.readAllBytes(file));
  }

  /** What it said at the start: namespaces and address are taken once. */
  synchronized Content content() {
    return content;
  }

  @Override
  public synchronized Platform get() {
    try {
      byte[] now = Files.readAllBytes(file);
      if (!Arrays.equals(now, read)) {
        take(now);
        LOG.info(
            "{} was read again: {} profiles, paused {}",
            file,
            platform.profiles().size(),
            platform.paused());
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read, and what it said before stands: {}", file, e.getMessage());
    }
    return platform;
  }

  private void take(byte[] bytes) throws IOException {
    read = bytes;
    Content c = YAML.readValue(bytes, Content.class);
    Map<String, WorkerProfile> profiles = new TreeMap<>();
    c.profiles().forEach((name, profile) -> profiles.put(name, profile.named(name)));
    platform =
        new Platform(
            c.paused(),
            c.temporal(),
            profiles,
            Objects.requireNonNullElse(c.temporalNamespaces(), Map.of()),
            Objects.requireNonNullElse(c.temporalSecrets(), Map.of()));
    content = c;
  }
}
