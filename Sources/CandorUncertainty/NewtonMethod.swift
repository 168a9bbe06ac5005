/// Minimises a smooth convex function of a few variables by damped Newton steps.
package enum NewtonMethod {
  /// A function's value, gradient [N] and curvature [N · N], which must be symmetric and positive definite.
  package struct Point {
    package var value: Double
    package var gradient: [Double]
    package var curvature: [Double]

    package init(value: Double, gradient: [Double], curvature: [Double]) {
      self.value = value
      self.gradient = gradient
      self.curvature = curvature
    }
  }

  /// Where the function is least; the best point found if it is not convex enough to get there.
  package static func minimum(
    from start: [Double], steps: Int = 100, of function: ([Double]) -> Point
  ) -> [Double] {
    var place = start
    var point = function(place)
    for _ in 0..<steps {
      guard let step = solution(point.curvature, point.gradient.map { -$0 }) else { break }
      let descent = zip(step, point.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      if -descent < 1e-10 * max(1, abs(point.value)) { break }
      var size = 1.0
      var next = point
      var trial = place
      repeat {
        trial = zip(place, step).map { $0 + size * $1 }
        next = function(trial)
        size /= 2
      } while !(next.value <= point.value + 1e-4 * 2 * size * descent) && size > 1e-10
      guard next.value < point.value else { break }
      (place, point) = (trial, next)
    }
    return place
  }

  /// x of A x = b by elimination with pivots; `nil` if A is singular.
  private static func solution(_ matrix: [Double], _ right: [Double]) -> [Double]? {
    let count = right.count
    var a = matrix
    var b = right
    for column in 0..<count {
      let pivot = (column..<count).max {
        abs(a[$0 * count + column]) < abs(a[$1 * count + column])
      }
      guard let pivot, abs(a[pivot * count + column]) > 1e-300 else { return nil }
      if pivot != column {
        for k in 0..<count { a.swapAt(pivot * count + k, column * count + k) }
        b.swapAt(pivot, column)
      }
      for row in column + 1..<max(count, column + 1) {
        let factor = a[row * count + column] / a[column * count + column]
        for k in column..<count { a[row * count + k] -= factor * a[column * count + k] }
        b[row] -= factor * b[column]
      }
    }
    for row in (0..<count).reversed() {
      for k in row + 1..<max(count, row + 1) { b[row] -= a[row * count + k] * b[k] }
      b[row] /= a[row * count + row]
    }
    return b.allSatisfy(\.isFinite) ? b : nil
  }
}
