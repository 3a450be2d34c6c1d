/*
 * The loop as Python has it: buffers come in as the buffer protocol gives them, and are held while the loop runs without the
 * interpreter's lock.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

#include "loop.h"

/* Buffers that are held. */
typedef struct {
    Py_buffer *views;
    input_t *inputs;
    Py_ssize_t many;
} held_t;

static void give_back(held_t *held) {
    for (Py_ssize_t rank = 0; rank < held->many; rank++)
        if (held->views[rank].obj != NULL) PyBuffer_Release(&held->views[rank]);
    PyMem_Free(held->views);
    PyMem_Free(held->inputs);
    memset(held, 0, sizeof *held);
}

/* Hold one buffer, or none where there is None. */
static int hold_one(PyObject *object, int flags, Py_buffer *view, input_t *input) {
    if (object == Py_None) return 1;
    if (PyObject_GetBuffer(object, view, flags) < 0) return 0;
    input->at = view->buf != NULL ? view->buf : "";
    input->bytes = (size_t)view->len;
    return 1;
}

/* Hold the buffers of a sequence; of pairs of a buffer and where its first row stands, where it is one of inputs. */
static int hold(PyObject *sequence, int flags, int is_paired, held_t *held) {
    memset(held, 0, sizeof *held);
    const Py_ssize_t many = PySequence_Size(sequence);
    if (many < 0) return 0;
    held->views = PyMem_Calloc((size_t)many + 1, sizeof *held->views);
    held->inputs = PyMem_Calloc((size_t)many + 1, sizeof *held->inputs);
    if (held->views == NULL || held->inputs == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    held->many = many;
    for (Py_ssize_t rank = 0; rank < many; rank++) {
        PyObject *item = PySequence_GetItem(sequence, rank);
        if (item == NULL) return 0;
        PyObject *object = item;
        Py_ssize_t first = 0;
        int is_held = !is_paired || PyArg_ParseTuple(item, "On", &object, &first);
        if (is_held && first < 0) {
            PyErr_SetString(PyExc_ValueError, "a first row stands before its buffer");
            is_held = 0;
        }
        is_held = is_held && hold_one(object, flags, &held->views[rank], &held->inputs[rank]);
        held->inputs[rank].first = (size_t)first;
        Py_DECREF(item);
        if (!is_held) return 0;
    }
    return 1;
}

static PyObject *answer_of(ptrdiff_t met) {
    if (met == NO_MEMORY) return PyErr_NoMemory();
    return PyLong_FromSsize_t((Py_ssize_t)met);
}

PyDoc_STRVAR(run_doc,
             "run(steps, constants, registers, inputs, tables, outputs, rows)\n--\n\n"
             "Run steps on so many rows: -1, or the first step that met a value which it does not take.");

static PyObject *py_run(PyObject *self, PyObject *args) {
    PyObject *steps, *constants, *inputs, *tables, *outputs, *answer = NULL;
    Py_ssize_t masks, words, longs, rows;
    held_t program = {0}, in = {0}, kept = {0}, out = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OO(nnn)OOOn:run", &steps, &constants, &masks, &words, &longs, &inputs, &tables, &outputs, &rows))
        return NULL;
    if (masks < 0 || words < 0 || longs < 0 || rows < 0) {
        PyErr_SetString(PyExc_ValueError, "fewer than none");
        return NULL;
    }
    PyObject *pair = PyTuple_Pack(2, steps, constants);
    if (pair == NULL) return NULL;
    if (!hold(pair, PyBUF_SIMPLE, 0, &program) || !hold(inputs, PyBUF_SIMPLE, 1, &in) || !hold(tables, PyBUF_SIMPLE, 0, &kept) ||
        !hold(outputs, PyBUF_WRITABLE, 0, &out))
        goto end;
    output_t *to = PyMem_Calloc((size_t)out.many + 1, sizeof *to);
    if (to == NULL) {
        PyErr_NoMemory();
        goto end;
    }
    for (Py_ssize_t rank = 0; rank < out.many; rank++) {
        to[rank].at = out.views[rank].buf;
        to[rank].bytes = out.inputs[rank].bytes;
    }
    const program_t whole = {
        .steps = program.inputs[0].at,
        .constants = program.inputs[1].at,
        .inputs = in.inputs,
        .tables = kept.inputs,
        .outputs = to,
        .n_steps = program.inputs[0].bytes / sizeof(step_t),
        .n_constants = program.inputs[1].bytes / sizeof(int64_t),
        .n_inputs = (size_t)in.many,
        .n_tables = (size_t)kept.many,
        .n_outputs = (size_t)out.many,
        .n_masks = (size_t)masks,
        .n_words = (size_t)words,
        .n_longs = (size_t)longs,
        .rows = (size_t)rows,
    };
    const int is_aligned = (uintptr_t)whole.steps % sizeof(int32_t) == 0 && (uintptr_t)whole.constants % sizeof(int64_t) == 0;
    const ptrdiff_t wrong = is_aligned ? misfit(&whole) : 0;
    if (wrong != FINE) {
        PyErr_Format(PyExc_ValueError, "step %zd names what is not there", (Py_ssize_t)wrong);
    } else {
        ptrdiff_t met;
        Py_BEGIN_ALLOW_THREADS met = run(&whole);
        Py_END_ALLOW_THREADS answer = answer_of(met);
    }
    PyMem_Free(to);
end:
    give_back(&program);
    give_back(&in);
    give_back(&kept);
    give_back(&out);
    Py_DECREF(pair);
    return answer;
}

PyDoc_STRVAR(extent_doc,
             "extent(numbers, there, rows)\n--\n\n"
             "Return the least and the greatest of the numbers that are there, or None: each a pair of a buffer and its first row.");

static PyObject *py_extent(PyObject *self, PyObject *args) {
    PyObject *numbers, *there, *answer = NULL;
    Py_ssize_t rows;
    held_t held = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OOn:extent", &numbers, &there, &rows)) return NULL;
    PyObject *pair = PyTuple_Pack(2, numbers, there);
    if (pair == NULL) return NULL;
    if (hold(pair, PyBUF_SIMPLE, 1, &held)) {
        int32_t least, greatest;
        if (rows < 0 || !holds_numbers(&held.inputs[0], (size_t)rows, sizeof(int32_t)) || !holds_bits(&held.inputs[1], (size_t)rows))
            PyErr_SetString(PyExc_ValueError, "fewer rows are there");
        else if (extent(&held.inputs[0], &held.inputs[1], (size_t)rows, &least, &greatest))
            answer = Py_BuildValue("ii", least, greatest);
        else
            answer = Py_NewRef(Py_None);
    }
    give_back(&held);
    Py_DECREF(pair);
    return answer;
}

static PyMethodDef methods[] = {
    {"run", py_run, METH_VARARGS, run_doc},
    {"extent", py_extent, METH_VARARGS, extent_doc},
    {NULL, NULL, 0, NULL},
};

static int prepare(PyObject *module) {
    PyObject *named = PyDict_New();
    if (named == NULL) return -1;
    for (int each = 0; each < HOW_MANY; each++) {
        PyObject *described = Py_BuildValue("is", each, operations[each].signature);
        if (described == NULL || PyDict_SetItemString(named, operations[each].name, described) < 0) {
            Py_XDECREF(described);
            Py_DECREF(named);
            return -1;
        }
        Py_DECREF(described);
    }
    int done = PyModule_AddObjectRef(module, "OPERATIONS", named);
    Py_DECREF(named);
    done |= PyModule_AddIntConstant(module, "FORMAT", FORMAT);
#ifdef SANITIZED
    done |= PyModule_AddIntConstant(module, "SANITIZED", 1);
#endif
    return done;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, prepare}, {0, NULL}};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "dmsi_rules_kernel",
    .m_doc = "The compiled loop of dmsi_rules.batch.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_dmsi_rules_kernel(void) { return PyModuleDef_Init(&definition); }
