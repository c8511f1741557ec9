import { mount } from "svelte";
import { getLocale } from "$locale";
import "../tokens.css";
import "../base.css";
import "./supervisor.css";
import { showAppearance } from "../shared/appearance";
import Supervisor from "./Supervisor.svelte";

showAppearance();
document.documentElement.lang = getLocale();
mount(Supervisor, { target: document.body });
