package io.tidecast.app.kafka;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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
/// UUID that is kept in the state directory: a transaction whose process has no member in the group belongs to nobody. To be wrong about that
/// is harmless: an instance that is fenced although it lives joins the group again, and what it had not committed is done again.
final class AbandonedTransactions {
    private static final String UUID = "\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

    private final Admin admin;
    private final String applicationId;
    private final Pattern transaction;
    private final Pattern member;

    AbandonedTransactions(Admin admin, String applicationId) {
        this.admin = admin;
        this.applicationId = applicationId;
        String process = Pattern.quote(applicationId) + "-(" + UUID + ")";
        transaction = Pattern.compile(process + "-\\d+");
        member = Pattern.compile(process + "-StreamThread-\\d+-consumer");
    }

    /// Aborts the transactions of the processes that have no member in the group. None, when a member has another name than Kafka Streams gives:
    /// it cannot be told then who lives.
    ///
    /// @return their transactional ids
    List<String> abort() throws ExecutionException, InterruptedException {
        List<String> open = open();
        if (open.isEmpty()) {
            return List.of();
        }
        Optional<Set<String>> living = living();
        return living.isEmpty()
                ? List.of()
                : abort(open.stream().filter(id -> !living.get().contains(process(id))).toList());
    }

    /// Aborts what earlier lives of the process have left, before it begins anything of its own.
    ///
    /// @param consumer a name that Kafka Streams gives to one of its members
    /// @return their transactional ids
    List<String> abortOfProcess(String consumer) throws ExecutionException, InterruptedException {
        Matcher own = member.matcher(consumer);
        return own.matches()
                ? abort(open().stream().filter(id -> process(id).equals(own.group(1))).toList())
                : List.of();
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
            Matcher matcher = member.matcher(each.clientId());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            processes.add(matcher.group(1));
        }
        return Optional.of(processes);
    }

    private String process(String transactionalId) {
        Matcher matcher = transaction.matcher(transactionalId);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a transactional id %s, got %s"
                    .formatted(transaction, transactionalId));
        }
        return matcher.group(1);
    }
}
