import { mount } from "svelte";
import { getLocale, overwriteGetLocale } from "$locale";
import "../tokens.css";
import "../base.css";
import "./supervisor.css";
import { showAppearance } from "../shared/appearance";
import { watchLateParts } from "./lateParts";
import Supervisor from "./Supervisor.svelte";

watchLateParts();
showAppearance();
// Another language loads the page anew, so that it need not be looked up for every text.
const locale = getLocale();
overwriteGetLocale(() => locale);
document.documentElement.lang = locale;
mount(Supervisor, { target: document.body });
