import { mount } from "svelte";
import "../tokens.css";
import "../base.css";
import { showAppearance } from "../shared/appearance";
import Supervisor from "./Supervisor.svelte";

showAppearance();
mount(Supervisor, { target: document.body });
