import OpenkaartCore
import Testing

struct TimeOfDayTests {
  @Test func `every minute is written and read back`() throws {
    for minutes in 0..<1440 {
      let time = try #require(TimeOfDay(minutes: minutes))
      #expect(TimeOfDay(parsing: time.text) == time)
    }
    #expect(TimeOfDay(parsing: "21:00")?.minutes == 1260)
    #expect(TimeOfDay(parsing: "07:05")?.text == "07:05")
  }

  @Test(arguments: [
    "", "24:00", "23:60", "7:00", "07:0", "0700", "07:00:00", " 07:00", "07:00 ", "-1:00", "07.00",
    "٠٧:00",
  ])
  func `other text is not a time`(text: String) {
    #expect(TimeOfDay(parsing: text) == nil)
  }

  @Test(arguments: [Int.min, -1, 1440, .max]) func `other minutes are not a time`(minutes: Int) {
    #expect(TimeOfDay(minutes: minutes) == nil)
  }
}
