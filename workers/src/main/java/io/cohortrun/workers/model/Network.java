package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** A bundle's network in some precision: takes and gives float32, whatever it computes in. */
final class Network implements AutoCloseable {

  private final String id;
  private final Model module;
  private final ParameterStore none = new ParameterStore();

  /** Both null in float32: inputs then go in as they are. */
  private final Casting casting;

  private final NDArray reduced;

  private Network(String id, Model module, Casting casting, NDArray reduced) {
    this.id = id;
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
      return new Network(id, module, null, null);
    }
    boolean bare = module.getBlock().getParameters().isEmpty();
    module.close();
    if (bare) {
      throw new ModelRejected(
          Code.PrecisionNotAdmitted,
          "the network of bundle %s has no parameters that could be rounded to %s; use fp32"
              .formatted(id, precision.id()));
    }
    return reduced(engine, device, id, ReducedArchive.of(folder.model(), precision));
  }

  private static Network reduced(Engine engine, Device device, String id, byte[] archive)
      throws IOException, MalformedModelException {
    Model module = engine.newModel(id, device);
    try {
      module.load(new ByteArrayInputStream(archive));
      NDArray like = module.getBlock().getParameters().get(0).getValue().getArray().duplicate();
      like.setName(null); // a name would be passed on as one of a table
      return new Network(id, module, Casting.load(engine, device), like);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      module.close();
      throw e;
    }
  }

  NDManager manager() {
    return module.getNDManager();
  }

  /**
   * What it says of float32 windows [n, 3, w, w], in float32 where it answers with floats.
   *
   * @throws ModelRejected it answers with something else than one tensor
   * @throws EngineException it or its device failed
   */
  NDArray forward(NDManager manager, NDArray windows) {
    NDArray in = casting == null ? windows : casting.cast(manager, windows, reduced);
    NDList out = answer(in);
    out.attach(manager);
    if (out.size() != 1) {
      throw notOneTensor(out.size() + " tensors", null);
    }
    NDArray logits = out.head();
    return casting == null ? logits : casting.cast(manager, logits, windows);
  }

  private NDList answer(NDArray in) {
    try {
      return module.getBlock().forward(none, new NDList(in), false);
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw notOneTensor("something that is none", e); // DJL has no name for it
    }
  }

  private ModelRejected notOneTensor(String instead, RuntimeException cause) {
    return new ModelRejected(
        Code.Invalid,
        "the network of bundle %s must answer one tensor, its logits [n, C, w, w], and answers %s: wrap it so that forward returns the logits alone"
            .formatted(id, instead),
        cause);
  }

  @Override
  public void close() {
    module.close();
    if (casting != null) {
      casting.close();
    }
  }
}
