package io.tidecast.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what was probably meant.
final class NearestName {
    private NearestName() {}

    /// The name with the fewest edits from the given one; none if even that one is another word.
    static Optional<String> of(String given, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt((String name) -> distance(given, name))
                        .thenComparing(name -> name))
                .filter(name -> distance(given, name) <= Math.max(2, given.length() / 3));
    }

    /// Edits (insert, delete, replace one character) from one text to the other; Levenshtein 1966.
    ///
    /// `d[i][j] = min(d[i-1][j] + 1, d[i][j-1] + 1, d[i-1][j-1] + [a_i ≠ b_j])`, one row kept
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, replaced);
            }
        }
        return row[b.length()];
    }
}
