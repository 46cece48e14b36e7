package io.tidecast.model.nn;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;

/// Random orthogonal matrices (Saxe, McClelland & Ganguli 2014): the `Q` of the QR decomposition of a normal matrix, with
/// the signs that make the diagonal of `R` positive, so that all orthogonal matrices are equally likely.
final class Orthogonal {
    private Orthogonal() {}

    /// Fills `[rows, cols]` from `offset` with orthonormal columns, or orthonormal rows if there are fewer of these.
    static void fill(float[] w, int offset, int rows, int cols, TorchRandom random) {
        int tall = Math.max(rows, cols);
        int narrow = Math.min(rows, cols);
        float[] normal = new float[tall * narrow];
        random.fillNormal(normal, 0, normal.length, 1);
        var a = MatrixUtils.createRealMatrix(tall, narrow);
        for (int i = 0; i < normal.length; i++) {
            a.setEntry(i / narrow, i % narrow, normal[i]);
        }
        var qr = new QRDecomposition(a);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                int column = rows < cols ? r : c;
                double q = qr.getQ().getEntry(rows < cols ? c : r, column);
                w[offset + r * cols + c] = (float) (q * Math.signum(qr.getR().getEntry(column, column)));
            }
        }
    }
}
