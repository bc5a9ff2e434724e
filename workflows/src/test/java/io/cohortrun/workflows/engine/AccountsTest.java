package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardAccount;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.ShardReceipt.OpenRow;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.WorkerLost;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static final Budgets BUDGETS = new Budgets(3, 2, 1, 0.1);

  private static ShardAccount after(ShardAccount account, Loss... losses) {
    for (Loss loss : losses) {
      account = Accounts.afterLoss(account, loss, BUDGETS);
    }
    return account;
  }

  private static Loss death(int row) {
    return new Loss(Loss.Kind.DEATH, row, "died", null);
  }

  private static Loss outOfMemory(int row) {
    return new Loss(Loss.Kind.DEATH, row, "died", WorkerLost.OOM_KILLED);
  }

  private static ShardInput next(ShardAccount account) {
    return Accounts.next(account, Worst.PARTITION);
  }

  private static ShardReceipt leaving(OpenRow... open) {
    return new ShardReceipt(0, 0, 0, Arrays.asList(open), Usage.NONE, Tally.NONE);
  }

  @Test
  void everyTryCountsWhateverItIsChargedTo() {
    ShardAccount account =
        after(
            Accounts.open(7),
            Loss.of(Loss.Kind.DRAINED, ""),
            Loss.of(Loss.Kind.INFRASTRUCTURE, ""),
            Loss.of(Loss.Kind.MODEL, ""));
    assertThat(account.shard()).isEqualTo(7);
    assertThat(account.tries()).isEqualTo(3);
    assertThat(account.infrastructure()).isEqualTo(1);
    assertThat(account.model()).isEqualTo(1);
    assertThat(Accounts.modelSpent(account, BUDGETS)).isFalse();
    assertThat(Accounts.modelSpent(after(account, Loss.of(Loss.Kind.MODEL, "")), BUDGETS)).isTrue();
  }

  @Test
  void deathsOfDifferentSlidesSuspectNone() {
    ShardAccount account = after(Accounts.open(0), death(1), death(2), death(3));
    assertThat(account.alone()).isEqualTo(ShardInput.WHOLE_SHARD);
    assertThat(account.deaths()).isEqualTo(Map.of(1, 1, 2, 1, 3, 1));
    assertThat(account.infrastructure()).isEqualTo(3);
  }

  @Test
  void aDrainOrALostNodeDoesNotEndTheTrialOfASuspect() {
    ShardAccount suspected = after(Accounts.open(0), death(1), death(1), death(1));
    assertThat(suspected.alone()).isEqualTo(1);
    assertThat(after(suspected, Loss.of(Loss.Kind.DRAINED, "")).alone()).isEqualTo(1);
    ShardAccount lost = after(suspected, Loss.of(Loss.Kind.INFRASTRUCTURE, ""));
    assertThat(lost.setAside()).as("its budget is spent").contains(ShardInput.ALL_ROWS);
  }

  @Test
  void aSuspectThatDiesAloneIsSetAsideAndTheShardGetsItsLossesBack() {
    ShardAccount account =
        after(
            Accounts.open(0),
            Loss.of(Loss.Kind.INFRASTRUCTURE, ""),
            death(5),
            death(5),
            death(5),
            death(-1));
    assertThat(account.setAside()).containsExactly(5);
    assertThat(account.alone()).isEqualTo(ShardInput.WHOLE_SHARD);
    assertThat(account.infrastructure()).as("the loss that was not its fault").isEqualTo(1);
  }

  /** Who reads why a slide was set aside must know that memory was short, not the slide sick. */
  @Test
  void memoryIsBlamedOnlyForTheRowWhoseLastDeathItWas() {
    ShardAccount killed =
        after(Accounts.open(0), death(5), outOfMemory(5), outOfMemory(5), outOfMemory(5));
    assertThat(killed.setAside()).containsExactly(5);
    ShardAccount others = after(killed, Loss.of(Loss.Kind.DRAINED, ""), death(6), death(-1));
    assertThat(next(others).shortOfMemoryRows()).as("of row 5 nothing is new").containsExactly(5);
    ShardAccount again = after(Accounts.open(0), outOfMemory(5), death(5));
    assertThat(next(again).shortOfMemoryRows()).as("nobody said why").isEmpty();
  }

  @Test
  void aShardThatIsLostToItsStoreDoesNotBlameAnEarlierShortageOfMemory() {
    ShardAccount account = after(Accounts.open(0), outOfMemory(3));
    account = Accounts.afterReceipt(account, leaving(new OpenRow(4, Outcome.DecodeCrash)), BUDGETS);
    for (int i = 0; i < 3; i++) {
      account = after(account, Loss.of(Loss.Kind.INFRASTRUCTURE, "the store is away"));
    }
    ShardInput last = next(account);
    assertThat(last.setsAside(4)).isTrue();
    assertThat(last.shortOfMemory(4)).isFalse();
  }

  @Test
  void anAccountOfAnEarlierReleaseBlamesNoMemory() {
    DataConverter json = DefaultDataConverter.STANDARD_INSTANCE;
    String earlier =
        """
        {"shard":7,"tries":1,"infrastructure":1,"model":0,"deaths":{"5":1},"failures":{},\
        "setAside":[],"alone":-1}""";
    Payload payload =
        json.toPayload(Accounts.open(7)).orElseThrow().toBuilder()
            .setData(ByteString.copyFromUtf8(earlier))
            .build();
    ShardAccount account = json.fromPayload(payload, ShardAccount.class, ShardAccount.class);
    assertThat(account.deaths()).isEqualTo(Map.of(5, 1));
    assertThat(next(account).shortOfMemoryRows()).isEmpty();
    assertThat(next(after(account, outOfMemory(5))).shortOfMemoryRows()).containsExactly(5);
  }

  @Test
  void aSuspectIsAcquittedByAnyReceipt() {
    ShardAccount suspected = after(Accounts.open(0), death(1), death(1), death(1));
    assertThat(Accounts.done(suspected, leaving())).as("the other rows are not done").isFalse();
    ShardAccount free = Accounts.afterReceipt(suspected, leaving(), BUDGETS);
    assertThat(free.alone()).isEqualTo(ShardInput.WHOLE_SHARD);
    assertThat(free.setAside()).isEmpty();
  }

  @Test
  void oneReceiptIsOneLossHoweverManyRowsItCost() {
    ShardAccount account =
        Accounts.afterReceipt(
            Accounts.open(0),
            leaving(
                new OpenRow(1, Outcome.Infrastructure),
                new OpenRow(2, Outcome.Infrastructure),
                new OpenRow(3, Outcome.DecodeHang)),
            BUDGETS);
    assertThat(account.infrastructure()).isEqualTo(1);
    assertThat(account.failures()).isEqualTo(Map.of(3, 1));
  }

  @Test
  void rowsThatAreLostThoughSetAsideEndTheShard() {
    ShardReceipt lost = leaving(new OpenRow(1, Outcome.Infrastructure));
    ShardAccount account = Accounts.open(0);
    for (int i = 0; i < 4; i++) {
      account = Accounts.afterReceipt(account, lost, BUDGETS);
    }
    assertThat(account.setAside()).containsExactly(1);
    ShardAccount all = Accounts.afterReceipt(account, lost, BUDGETS);
    assertThat(all.setAside()).contains(ShardInput.ALL_ROWS);
    ShardAccount end = Accounts.afterReceipt(all, lost, BUDGETS);
    assertThat(Accounts.givenUp(account, all)).isFalse();
    assertThat(Accounts.givenUp(all, end)).isTrue();
  }

  @Test
  void aTryIsToldAtMostTwentyRowsByNumber() {
    ShardAccount account = Accounts.open(0);
    for (int row = 0; row < 20; row++) {
      OpenRow crash = new OpenRow(row, Outcome.DecodeCrash);
      account = Accounts.afterReceipt(account, leaving(crash, crash), BUDGETS);
    }
    assertThat(next(account).settleRows()).hasSize(20);
    OpenRow crash = new OpenRow(20, Outcome.DecodeCrash);
    account = Accounts.afterReceipt(account, leaving(crash, crash), BUDGETS);
    ShardInput next = next(account);
    assertThat(next.settleRows()).isEqualTo(List.of(ShardInput.ALL_ROWS));
    assertThat(next.settles(99)).isTrue();
    ShardAccount hungry = Accounts.open(0);
    for (int row = 0; row < 21; row++) {
      Loss killed = outOfMemory(row);
      hungry = after(hungry, killed, killed, killed, killed);
    }
    ShardInput last = next(hungry);
    assertThat(last.shortOfMemoryRows()).hasSize(20);
    assertThat(last.setsAside(99)).isTrue();
    assertThat(last.shortOfMemory(99)).as("nobody died with it").isFalse();
  }
}
