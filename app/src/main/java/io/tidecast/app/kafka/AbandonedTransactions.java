package io.tidecast.app.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/// The open transactions of instances that are no more. Until they end, nothing after them can be read as committed, and whoever takes the
/// partitions over may have to wait for the committed offsets; the brokers end them only after the transaction timeout.
///
/// Kafka Streams names its members `APPLICATION-PROCESS-StreamThread-N-consumer` and its transactions `APPLICATION-PROCESS-N`, where PROCESS is a
/// UUID that is kept in the state directory: a transaction whose process has no member in the group belongs to nobody. In a group with static
/// members this cannot be told, for they keep their first name when they come back as another process; there, a transaction belongs to
/// nobody when it stands still, several times as long as it may last between two commits.
///
/// To be wrong about it is harmless: an instance that is fenced although it lives joins the group again, and what it had not committed is done again.
final class AbandonedTransactions {
    private static final Duration LEAST_STILL = Duration.ofSeconds(3);
    private static final int STILL_COMMITS = 3;

    private static final String UUID = "\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

    /// A transaction, and since when it has been seen.
    private record Seen(long producerId, int epoch, long startMs, long nanos) {
        boolean isSame(Seen other) {
            return producerId == other.producerId && epoch == other.epoch && startMs == other.startMs;
        }
    }

    private final Admin admin;
    private final String applicationId;
    private final Pattern transaction;
    private final Pattern member;
    private final String own;
    private final Duration still;
    private final LongSupplier nanoTime;
    private Map<String, Seen> seen = Map.of();
    private boolean undecided;

    /// @param consumer       a name that Kafka Streams gives to a member of this process
    /// @param commitInterval how often transactions are committed
    /// @param nanoTime       as [System#nanoTime]
    AbandonedTransactions(Admin admin, String applicationId, String consumer, Duration commitInterval,
            LongSupplier nanoTime) {
        this.admin = admin;
        this.applicationId = applicationId;
        Duration commits = commitInterval.multipliedBy(STILL_COMMITS);
        still = commits.compareTo(LEAST_STILL) > 0 ? commits : LEAST_STILL;
        this.nanoTime = nanoTime;
        String process = Pattern.quote(applicationId) + "-(" + UUID + ")";
        transaction = Pattern.compile(process + "-\\d+");
        member = Pattern.compile(process + "-StreamThread-\\d+-consumer");
        own = process(member, consumer);
    }

    /// Aborts the transactions that are abandoned.
    ///
    /// @return their transactional ids
    List<String> abort() throws ExecutionException, InterruptedException {
        undecided = false;
        List<String> open = open().stream().filter(id -> !process(transaction, id).equals(own)).toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Optional<Set<String>> living = living();
        Set<String> unmoved = living.isPresent() ? Set.of() : still(open);
        return abort(open.stream().filter(id -> living.map(all -> !all.contains(process(transaction, id)))
                .orElseGet(() -> unmoved.contains(id))).toList());
    }

    /// Whether the last look has found some of which a later one will tell.
    boolean isUndecided() {
        return undecided;
    }

    /// Aborts what earlier lives of this process have left, before it begins anything of its own.
    ///
    /// @return their transactional ids
    List<String> abortOwn() throws ExecutionException, InterruptedException {
        return abort(open().stream().filter(id -> process(transaction, id).equals(own)).toList());
    }

    private List<String> abort(List<String> ids) throws ExecutionException, InterruptedException {
        if (!ids.isEmpty()) {
            admin.fenceProducers(ids).all().get();
        }
        return ids;
    }

    private List<String> open() throws ExecutionException, InterruptedException {
        var ongoing = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
        Collection<TransactionListing> listings = admin.listTransactions(ongoing).all().get();
        return listings.stream().map(TransactionListing::transactionalId)
                .filter(id -> transaction.matcher(id).matches()).sorted().toList();
    }

    /// The processes that have a member in the group; empty: it cannot be told.
    private Optional<Set<String>> living() throws ExecutionException, InterruptedException {
        var processes = new HashSet<String>();
        Collection<MemberDescription> members = requireNonNull(admin
                .describeConsumerGroups(List.of(applicationId)).all().get().get(applicationId)).members();
        for (MemberDescription each : members) {
            if (each.groupInstanceId().isPresent() || !member.matcher(each.clientId()).matches()) {
                return Optional.empty();
            }
            processes.add(process(member, each.clientId()));
        }
        return Optional.of(processes);
    }

    /// Those that have been the same transaction for so long.
    private Set<String> still(List<String> open) throws ExecutionException, InterruptedException {
        var now = new HashMap<String, Seen>();
        var abandoned = new HashSet<String>();
        admin.describeTransactions(open).all().get().forEach((id, description) -> {
            var found = new Seen(description.producerId(), description.producerEpoch(),
                    description.transactionStartTimeMs().orElse(0), nanoTime.getAsLong());
            Seen before = seen.get(id);
            boolean moves = before != null && !before.isSame(found);
            Seen since = before == null || moves ? found : before;
            now.put(id, since);
            if (found.nanos() - since.nanos() >= still.toNanos()) {
                abandoned.add(id);
            } else {
                undecided |= !moves;
            }
        });
        seen = now;
        return abandoned;
    }

    private static String process(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "the name must be as Kafka Streams gives it, %s, got %s".formatted(pattern, name));
        }
        return matcher.group(1);
    }
}
