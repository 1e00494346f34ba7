/** The fields of a fair, for planning and for amending. */
import type { JSX } from "preact";
import { Choice, Text } from "../page/field";
import type { FairForm } from "./fair_form";
import { useFairWords } from "./fair_words";

interface Props {
  readonly form: FairForm;
  readonly change: (form: FairForm) => void;
  /** Whether the rule for acceptances can still be changed. */
  readonly withOffers: boolean;
}

const DESCRIPTION_MAX = 20_000;

export function FairFields({ form, change, withOffers }: Props): JSX.Element {
  const words = useFairWords();
  const field = (name: keyof FairForm) => ({
    name: `fair-${name}`,
    label: words.fields[name],
    value: form[name],
    change: (value: string) => change({ ...form, [name]: value }),
  });
  return (
    <>
      <Text {...field("title")} required wide />
      <Text {...field("host")} required />
      <Text {...field("region")} />
      <Text {...field("starts_at")} type="datetime-local" required />
      <Text {...field("ends_at")} type="datetime-local" required />
      <Text {...field("campaign")} />
      <Choice {...field("ads")} choices={Object.entries(words.ads)} />
      {withOffers && <Choice {...field("offers")} choices={Object.entries(words.offers)} wide />}
      <Text {...field("description")} rows={3} maxLength={DESCRIPTION_MAX} wide />
    </>
  );
}
