package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** A bundle's network in some precision: takes and gives float32, whatever it computes in. */
final class Network implements AutoCloseable {

  private final Model module;
  private final ParameterStore none = new ParameterStore();

  /** Both null in float32: inputs then go in as they are. */
  private final Casting casting;

  private final NDArray reduced;

  private Network(Model module, Casting casting, NDArray reduced) {
    this.module = module;
    this.casting = casting;
    this.reduced = reduced;
  }

  /**
   * Loads it strictly: the float32 tensors must be those of {@code bundle.json}, whatever they are
   * cast to afterwards.
   */
  static Network load(Engine engine, Device device, BundleFolder folder, Precision precision)
      throws IOException, MalformedModelException {
    String id = folder.bundle().id();
    Model module = engine.newModel(id, device);
    try (InputStream in = Files.newInputStream(folder.model())) {
      module.load(in);
      Tensors.check(id, folder.bundle().digests(), Tensors.of(module.getBlock().getParameters()));
    } catch (IOException | MalformedModelException | RuntimeException e) {
      module.close();
      throw e;
    }
    if (precision == Precision.FP32) {
      return new Network(module, null, null);
    }
    module.close();
    return reduced(engine, device, id, ReducedArchive.of(folder.model(), precision));
  }

  private static Network reduced(Engine engine, Device device, String id, byte[] archive)
      throws IOException, MalformedModelException {
    Model module = engine.newModel(id, device);
    try {
      module.load(new ByteArrayInputStream(archive));
      NDArray like = module.getBlock().getParameters().get(0).getValue().getArray().duplicate();
      like.setName(null); // a name would be passed on as one of a table
      return new Network(module, Casting.load(engine, device), like);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      module.close();
      throw e;
    }
  }

  NDManager manager() {
    return module.getNDManager();
  }

  /** What it says of float32 windows [n, 3, w, w], in float32 where it answers with floats. */
  NDArray forward(NDManager manager, NDArray windows) {
    NDArray in = casting == null ? windows : casting.cast(manager, windows, reduced);
    NDList out = module.getBlock().forward(none, new NDList(in), false);
    out.attach(manager);
    NDArray logits = out.singletonOrThrow();
    return casting == null ? logits : casting.cast(manager, logits, windows);
  }

  @Override
  public void close() {
    module.close();
    if (casting != null) {
      casting.close();
    }
  }
}
