package io.tidecast.model.train;

/// How the learning rate changes from update to update: a factor of the optimiser's own rate.
public sealed interface Schedule {
    /// The factor of update `n`, counted from 0.
    double factor(long n);

    /// Always 1.
    record Constant() implements Schedule {
        @Override
        public double factor(long n) {
            return 1;
        }
    }

    /// `γ^⌊n/updates⌋`, as `torch.optim.lr_scheduler.StepLR`.
    ///
    /// @param updates between two steps
    /// @param gamma   `γ`
    record StepDecay(long updates, double gamma) implements Schedule {
        public StepDecay {
            requirePositive(updates);
        }

        @Override
        public double factor(long n) {
            return Adam.power(gamma, n / updates);
        }
    }

    /// `floor + (1 - floor)(1 + cos(πn/updates))/2`, and `floor` after that, as `CosineAnnealingLR` with its minimum given
    /// as a share of the rate (Loshchilov & Hutter 2017, without restarts).
    ///
    /// @param updates until the floor
    /// @param floor   the last factor
    record Cosine(long updates, double floor) implements Schedule {
        public Cosine {
            requirePositive(updates);
        }

        @Override
        public double factor(long n) {
            double progress = Math.min(1, (double) n / updates);
            return floor + (1 - floor) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
        }
    }

    /// Rises in a straight line, `(n+1)/updates`, then another schedule from its beginning (Goyal et al. 2017).
    ///
    /// @param updates of the rise
    /// @param then    what follows
    record WarmUp(long updates, Schedule then) implements Schedule {
        public WarmUp {
            requirePositive(updates);
        }

        @Override
        public double factor(long n) {
            return n < updates ? (double) (n + 1) / updates : then.factor(n - updates);
        }
    }

    private static void requirePositive(long updates) {
        if (updates < 1) {
            throw new IllegalArgumentException("updates must be at least 1, got " + updates);
        }
    }
}
