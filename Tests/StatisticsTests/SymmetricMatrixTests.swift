import Statistics
import Testing

@Suite struct SymmetricMatrixTests {
    @Test func theInverseTimesTheMatrixIsOne() throws {
        let matrix = SymmetricMatrix([[4, 1, 0.5], [1, 3, -0.2], [0.5, -0.2, 2]])
        let inverse = try #require(matrix.inverse)
        for column in 0..<3 {
            let unit = matrix * inverse.rows.map { $0[column] }
            for row in 0..<3 { #expect(abs(unit[row] - (row == column ? 1 : 0)) < 1e-12) }
        }
    }

    @Test func whatIsNotPositiveDefiniteHasNone() {
        #expect(SymmetricMatrix([[1, 2], [2, 1]]).inverse == nil)
        #expect(SymmetricMatrix([[0]]).inverse == nil)
        #expect(SymmetricMatrix([[.nan]]).inverse == nil)
    }
}
