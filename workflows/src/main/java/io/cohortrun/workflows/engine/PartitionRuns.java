package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.PartitionReceipt;
import io.cohortrun.workflows.contract.PartitionWorkflow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The partitions that run now: their windows, and the messages they are sent, in order. */
final class PartitionRuns {

  private record Running(PartitionWorkflow stub, int window) {}

  private record Message(int partition, String signal, Object[] arguments) {}

  private final int shardWindow;
  private final Map<Integer, Running> running = new TreeMap<>();
  private final Deque<Message> outbox = new ArrayDeque<>();

  PartitionRuns(int shardWindow) {
    this.shardWindow = shardWindow;
  }

  int size() {
    return running.size();
  }

  /** Workflow ids, in order of their partitions. */
  List<String> ids(PartitionIds ids) {
    return running.keySet().stream().map(ids::of).toList();
  }

  /** Names a partition's workflow. */
  @FunctionalInterface
  interface PartitionIds {
    String of(int partition);
  }

  /** Whether another partition may start. */
  boolean free() {
    return running.size() < Shares.partitions(shardWindow) && shardsFree() > 0;
  }

  /** Window of the next partition, of {@code left} that have not started, with {@code shards}. */
  int nextWindow(int left, int shards) {
    int slots = Math.min(left, Shares.partitions(shardWindow) - running.size());
    return Math.min(shards, Shares.starting(shardsFree(), slots));
  }

  /** Takes a window for a partition, before its coroutine runs. */
  void admit(PartitionInput input) {
    running.put(input.partition(), new Running(Stubs.partition(input), input.window()));
  }

  /** Runs an admitted partition to its end. Blocks the calling coroutine. */
  PartitionReceipt run(PartitionInput input) {
    try {
      return running.get(input.partition()).stub().run(input);
    } finally {
      running.remove(input.partition());
    }
  }

  /** Once no partition is left to start: gives what is free to those that run. */
  void spread() {
    int free = shardsFree();
    int i = 0;
    for (Map.Entry<Integer, Running> entry : running.entrySet()) {
      Running run = entry.getValue();
      int share = Math.min(Shares.last(shardWindow, running.size(), i++), run.window() + free);
      if (share > run.window()) {
        free -= share - run.window();
        entry.setValue(new Running(run.stub(), share));
        outbox.add(new Message(entry.getKey(), "window", new Object[] {share}));
      }
    }
  }

  /** Sends a signal to all that run. */
  void tell(String signal, Object... arguments) {
    running.keySet().forEach(p -> outbox.add(new Message(p, signal, arguments)));
  }

  /** Starts the coroutine that delivers messages; it lives as long as the workflow. */
  void deliver() {
    Async.procedure(
        () -> {
          while (true) {
            Workflow.await(() -> !outbox.isEmpty());
            send(outbox.poll());
          }
        });
  }

  private int shardsFree() {
    return shardWindow - running.values().stream().mapToInt(Running::window).sum();
  }

  private void send(Message message) {
    Running run = running.get(message.partition());
    if (run == null) {
      return;
    }
    try {
      // By its id alone: a child's own stub signals its first execution, not the one that goes on.
      String id = Workflow.getWorkflowExecution(run.stub()).get().getWorkflowId();
      Workflow.newUntypedExternalWorkflowStub(id).signal(message.signal(), message.arguments());
    } catch (TemporalFailure | SignalExternalWorkflowException ended) {
      // The partition ended before the message reached it: there is nobody left to tell.
      Workflow.getLogger(PartitionRuns.class)
          .debug("partition {} ended before {}", message.partition(), message.signal());
    }
  }
}
