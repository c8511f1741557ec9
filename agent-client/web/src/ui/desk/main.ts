import { mount } from "svelte";
import "../tokens.css";
import "../base.css";
import { showAppearance } from "../shared/appearance";
import Desk from "./Desk.svelte";

showAppearance();
mount(Desk, { target: document.body });
