import { render } from "preact";
import { LearnApp } from "./learn/LearnApp";
import "../view/style.css";
import "../view/learn/learn.css";

const place = document.getElementById("app");
if (place) render(<LearnApp />, place);
