import { mount } from "svelte";
import "../tokens.css";
import "../base.css";
import { showAppearance } from "../shared/appearance";
import Wall from "./Wall.svelte";

showAppearance();
mount(Wall, { target: document.body });
