import ArgumentParser

/// The form of a report.
package enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  /// Names and values for people.
  case text
  /// One JSON object.
  case json
}
