/** Reads of a booth's staff. */
import { readOwnStaffing, readStaff, readStaffLinks } from "../../../src/wire/api/staff";
import { reads } from "./reading";

reads(
  {
    name: "who is on the staff now",
    read: () => readStaff("f", "o", "t", "p"),
    ...{ path: "/v1/fairs/f/booths/o/staff", query: { state: "active", limit: "100", after: "p" }, token: "t" },
  },
  {
    name: "the links to join",
    read: () => readStaffLinks("f", "an org", "t", null, "c"),
    ...{ path: "/v1/fairs/f/booths/an org/staff-links", query: { limit: "100", cursor: "c" }, token: "t" },
  },
  {
    name: "of which booths this person is staff",
    read: () => readOwnStaffing("t", "p", null),
    ...{ path: "/v1/me/staff", query: { limit: "100", after: "p" }, token: "t" },
  },
);
