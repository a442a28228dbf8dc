import { render } from "preact";
import { LearnApp } from "./learn/LearnApp";
import "../view/style.css";
import "../view/learn/learn.css";
import "../view/learn/tables.css";
import "../view/learn/parts.css";

const place = document.getElementById("app");
if (place) render(<LearnApp />, place);
