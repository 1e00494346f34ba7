/** The columns of a file, and the choices that are remembered. */
import { beforeEach, expect, test, vi } from "vitest";
import { COLUMNS_OF_OWN, columnsOf, lettersOf, Remembered } from "../../src/importing/columns";

let storage: Storage;
beforeEach(() => {
  const kept = new Map<string, string>();
  storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as Storage;
});

test("columns have the letters of a spreadsheet", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(lettersOf)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

test("a column is called by its name where that tells it from the others, else by its letters", () => {
  const long = "x".repeat(200);
  expect(columnsOf(["岗位", "pay", "pay", "", "薪资\n最低", long])).toEqual([
    { value: "岗位", shown: "A · 岗位" },
    { value: "B", shown: "B · pay" },
    { value: "C", shown: "C · pay" },
    { value: "D", shown: "D" },
    { value: "薪资\n最低", shown: "E · 薪资 最低" },
    { value: "F", shown: `F · ${long}` },
  ]);
});

test("a choice is remembered for files with the same header, until it is forgotten", () => {
  const remembered = new Remembered(storage);
  remembered.keep(["a", "b"], { title: "a" });
  expect([new Remembered(storage).of(["a", "b"]), remembered.of(["b", "a"])]).toEqual([{ title: "a" }, null]);
  remembered.keep(["a", "b"], {});
  expect(remembered.of(["a", "b"])).toBeNull();
});

test("the choice of an enterprise is not that of an organizer, who maps enterprises too", () => {
  const [forAll, own] = [new Remembered(storage), new Remembered(storage, COLUMNS_OF_OWN)];
  forAll.keep(["a", "b"], { enterprise: "b", title: "a" });
  expect(own.of(["a", "b"])).toBeNull();
  own.keep(["a", "b"], { title: "b" });
  expect(forAll.of(["a", "b"])).toEqual({ enterprise: "b", title: "a" });
});

test("each page asks for its own choices", () => {
  vi.stubGlobal("localStorage", storage);
  Remembered.by(true).keep(["a"], { enterprise: "a" });
  expect([Remembered.by(true).of(["a"]), Remembered.by(false).of(["a"])]).toEqual([{ enterprise: "a" }, null]);
  vi.unstubAllGlobals();
});

test("the newest thirty are kept", () => {
  const remembered = new Remembered(storage);
  for (let n = 0; n < 31; n++) remembered.keep([`${n}`], { title: "a" });
  expect([remembered.of(["0"]), remembered.of(["1"])]).toEqual([null, { title: "a" }]);
});

test.each(["7", "[3]", '[["[]"]]', '[["[]", {"title": 3}]]', "{"])(
  "a storage that holds %s is as good as empty",
  (kept) => {
    storage.setItem("livefair.columns", kept);
    const remembered = new Remembered(storage);
    expect(remembered.of([])).toBeNull();
    remembered.keep(["a"], { title: "a" });
    expect(remembered.of(["a"])).toEqual({ title: "a" });
  },
);

test("a browser without storage remembers nothing, and breaks nothing", () => {
  const closed = {
    getItem: () => {
      throw new Error("closed");
    },
    setItem: () => {
      throw new Error("closed");
    },
  } as unknown as Storage;
  const remembered = new Remembered(closed);
  remembered.keep(["a"], { title: "a" });
  expect([remembered.of(["a"]), new Remembered(null).of(["a"])]).toEqual([null, null]);
});
