// Package term writes for people: aligned tables, and colour where the reader is a terminal.
package term

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	xterm "golang.org/x/term"
)

// Style is how a piece of text looks on a terminal.
type Style string

// The styles. Meaning is never carried by colour alone.
const (
	Plain Style = ""
	Bold  Style = "1"
	Dim   Style = "2"
	Good  Style = "32"
	Bad   Style = "31"
	Warn  Style = "33"
)

// Writer writes styled text. Colour is used only if the destination is a terminal that is not dumb, and NO_COLOR is unset
// (https://no-color.org).
type Writer struct {
	out      io.Writer
	terminal bool
	colour   bool
	// width is how many characters a line of the terminal takes; nil where there is no terminal.
	width func() int
}

// New returns a Writer to out.
func New(out io.Writer) *Writer {
	w := &Writer{out: out}
	if file, ok := out.(*os.File); ok {
		w.terminal = xterm.IsTerminal(int(file.Fd())) && os.Getenv("TERM") != "dumb"
		w.colour = w.terminal && os.Getenv("NO_COLOR") == ""
		w.width = func() int {
			width, _, err := xterm.GetSize(int(file.Fd()))
			if err != nil {
				return 0
			}
			return width
		}
	}
	return w
}

// Rewrite puts a text in the place of the line that it wrote last, cut to the width of the terminal. Where lines cannot be rewritten it
// is silent.
func (w *Writer) Rewrite(text string) {
	if !w.terminal {
		return
	}
	if width := w.width(); width > 0 {
		text = cut(text, width-1)
	}
	w.Printf("\r\x1b[K%s", text)
}

// cut returns the beginning of a text, with an ellipsis where something is left out.
func cut(text string, longest int) string {
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:max(longest-1, 0)]) + "…"
}

// Printf writes formatted text. Write errors are dropped: there is nowhere to report that the terminal is gone.
func (w *Writer) Printf(format string, args ...any) {
	_, _ = fmt.Fprintf(w.out, format, args...)
}

// Styled returns text in a style, or unchanged where colour is off.
func (w *Writer) Styled(style Style, text string) string {
	if !w.colour || style == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[0m"
}

// Cell is one cell of a table.
type Cell struct {
	Text  string
	Style Style
}

// Row makes unstyled cells.
func Row(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i] = Cell{Text: text}
	}
	return cells
}

// Table writes rows under a header, columns aligned by the number of characters, indented by two spaces.
func (w *Writer) Table(header []string, rows [][]Cell) {
	widths := make([]int, len(header))
	for i, title := range header {
		widths[i] = utf8.RuneCountInString(title)
	}
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell.Text))
		}
	}
	titles := Row(header...)
	for i := range titles {
		titles[i].Style = Dim
	}
	w.tableRow(widths, titles)
	for _, row := range rows {
		w.tableRow(widths, row)
	}
}

func (w *Writer) tableRow(widths []int, row []Cell) {
	var line strings.Builder
	for i, cell := range row {
		line.WriteString("  ")
		line.WriteString(w.Styled(cell.Style, cell.Text))
		if i < len(row)-1 {
			line.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell.Text)))
		}
	}
	w.Printf("%s\n", strings.TrimRight(line.String(), " "))
}
