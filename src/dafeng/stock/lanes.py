"""Vectors of lanes inside compiled kernels: one building a lane, every operation one SIMD instruction.

Numba leaves it to LLVM to find vectors in loops, and with dozens of arrays in a loop LLVM gives up because
it cannot prove that they do not overlap. Here the vector is a type: ``load`` and ``store`` move a row of an
array ``[..., lane]``, operators and the functions below work on all lanes at once, scalars are broadcast.
Float32 rows hold 16 lanes, float64 rows 8 (64 bytes, one AVX-512 register; LLVM splits them on lesser
machines).
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

from dafeng.stock.arrays import LANES

_FAST = ("nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc")


class VecType(types.Type):
    """The compiled type of a row of lanes of ``scalar``."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar
        self.count = LANES[str(scalar)]
        super().__init__(name=f"Vec({scalar},{self.count})")


class MaskType(types.Type):
    """The compiled type of a comparison of two rows."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(name=f"Mask({count})")


def _ir_scalar(scalar: Any) -> Any:
    return ir.FloatType() if str(scalar) == "float32" else ir.DoubleType()


@register_model(VecType)
class _VecModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: VecType) -> None:
        super().__init__(dmm, fe_type, ir.VectorType(_ir_scalar(fe_type.scalar), fe_type.count))


@register_model(MaskType)
class _MaskModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: MaskType) -> None:
        super().__init__(dmm, fe_type, ir.VectorType(ir.IntType(1), fe_type.count))


def _splat(builder: Any, value: Any, vector: VecType) -> Any:
    kind = ir.VectorType(_ir_scalar(vector.scalar), vector.count)
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), vector.count), [0] * vector.count)
    return builder.shuffle_vector(one, ir.Constant(kind, ir.Undefined), zeros)


def _as_vector(context: Any, builder: Any, value: Any, source: Any, vector: VecType) -> Any:
    if isinstance(source, VecType):
        return value
    return _splat(builder, context.cast(builder, value, source, vector.scalar), vector)


def _pick(left: Any, right: Any) -> VecType | None:
    """Return the vector type of an operation on two operands, or None where neither is a vector."""
    if isinstance(left, VecType):
        return left if isinstance(right, VecType | types.Number) else None
    if isinstance(right, VecType) and isinstance(left, types.Number):
        return right
    return None


def _row_pointer(context: Any, builder: Any, array_type: Any, array: Any, indices: Any) -> Any:
    """Return the address of ``array[indices..., 0]``, taking the strides of a C-contiguous array."""
    made = context.make_array(array_type)(context, builder, array)
    shapes = cgutils.unpack_tuple(builder, made.shape, array_type.ndim)
    offset = indices[0]
    for axis in range(1, array_type.ndim - 1):
        offset = builder.add(builder.mul(offset, shapes[axis]), indices[axis])
    offset = builder.mul(offset, shapes[array_type.ndim - 1])
    return builder.gep(made.data, [offset], source_etype=_ir_scalar(array_type.dtype))


def _vector_pointer(builder: Any, pointer: Any, vector: VecType) -> Any:
    return builder.bitcast(pointer, ir.VectorType(_ir_scalar(vector.scalar), vector.count).as_pointer())


def _load(typingctx: Any, array: Any, index: Any) -> Any:
    """Return the row ``array[index, :]``; ``index`` is a tuple of one integer for each axis before lanes."""
    vector = VecType(array.dtype)

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        indices = [
            context.cast(builder, part, kind, types.intp)
            for part, kind in zip(
                cgutils.unpack_tuple(builder, args[1], len(signature.args[1])), signature.args[1], strict=True
            )
        ]
        pointer = _row_pointer(context, builder, signature.args[0], args[0], indices)
        kind = ir.VectorType(_ir_scalar(vector.scalar), vector.count)
        return builder.load(
            _vector_pointer(builder, pointer, vector), align=vector.scalar.bitwidth // 8, typ=kind
        )

    return vector(array, index), codegen


def _store(typingctx: Any, array: Any, index: Any, value: Any) -> Any:
    """Write the row ``array[index, :]``; a scalar is written to all lanes."""
    vector = VecType(array.dtype)

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        indices = [
            context.cast(builder, part, kind, types.intp)
            for part, kind in zip(
                cgutils.unpack_tuple(builder, args[1], len(signature.args[1])), signature.args[1], strict=True
            )
        ]
        pointer = _row_pointer(context, builder, signature.args[0], args[0], indices)
        lanes = _as_vector(context, builder, args[2], signature.args[2], vector)
        builder.store(lanes, _vector_pointer(builder, pointer, vector), align=vector.scalar.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, index, value), codegen


def _binary(name: str) -> Any:
    @intrinsic
    def apply(typingctx: Any, left: Any, right: Any) -> Any:
        vector = _pick(left, right)
        if vector is None:
            return None

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            one = _as_vector(context, builder, args[0], signature.args[0], vector)
            two = _as_vector(context, builder, args[1], signature.args[1], vector)
            return getattr(builder, name)(one, two, flags=_FAST)

        return vector(left, right), codegen

    return apply


def _comparison(sign: str) -> Any:
    @intrinsic
    def apply(typingctx: Any, left: Any, right: Any) -> Any:
        vector = _pick(left, right)
        if vector is None:
            return None

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            one = _as_vector(context, builder, args[0], signature.args[0], vector)
            two = _as_vector(context, builder, args[1], signature.args[1], vector)
            return builder.fcmp_ordered(sign, one, two)

        return MaskType(vector.count)(left, right), codegen

    return apply


def _declared(builder: Any, name: str, vector: VecType, operands: int) -> Any:
    """Return LLVM's own function ``name`` for the vector."""
    kind = ir.VectorType(_ir_scalar(vector.scalar), vector.count)
    suffix = f"v{vector.count}f{vector.scalar.bitwidth}"
    signature = ir.FunctionType(kind, [kind] * operands)
    return cgutils.get_or_insert_function(builder.module, signature, f"{name}.{suffix}")


def _function(name: str, operands: int) -> Any:
    @intrinsic
    def unary(typingctx: Any, value: Any) -> Any:
        if not isinstance(value, VecType):
            return None

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.call(_declared(builder, name, value, 1), args, fastmath=_FAST)

        return value(value), codegen

    @intrinsic
    def binary(typingctx: Any, left: Any, right: Any) -> Any:
        vector = _pick(left, right)
        if vector is None:
            return None

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            pair = [
                _as_vector(context, builder, arg, source, vector)
                for arg, source in zip(args, signature.args, strict=True)
            ]
            return builder.call(_declared(builder, name, vector, 2), pair, fastmath=_FAST)

        return vector(left, right), codegen

    return unary if operands == 1 else binary


absolute: Any = _function("llvm.fabs", 1)
square_root: Any = _function("llvm.sqrt", 1)
larger: Any = _function("llvm.maxnum", 2)
smaller: Any = _function("llvm.minnum", 2)
nearest: Any = _function("llvm.rint", 1)


def _where(typingctx: Any, mask: Any, yes: Any, no: Any) -> Any:
    """Return ``yes`` in the lanes where ``mask`` holds, ``no`` in the others."""
    vector = _pick(yes, no)
    if vector is None or not isinstance(mask, MaskType):
        return None

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        one = _as_vector(context, builder, args[1], signature.args[1], vector)
        two = _as_vector(context, builder, args[2], signature.args[2], vector)
        return builder.select(args[0], one, two)

    return vector(mask, yes, no), codegen


def _bits_third(typingctx: Any, value: Any) -> Any:
    """Return a first guess of the cube root of positive lanes: a third of the exponent, by the bits."""
    if not isinstance(value, VecType):
        return None

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide = str(value.scalar) == "float64"
        integer = ir.VectorType(ir.IntType(64 if wide else 32), value.count)
        real = ir.VectorType(_ir_scalar(value.scalar), value.count)
        bits = builder.bitcast(args[0], integer)
        number = builder.sitofp(bits, real)
        third = ir.Constant(real, [1.0 / 3.0] * value.count)
        bias = 0x2A9F7893 * 4294967296.0 if wide else float(0x2A514067)
        moved = builder.fadd(builder.fmul(number, third), ir.Constant(real, [bias] * value.count))
        return builder.bitcast(builder.fptosi(moved, integer), real)

    return value(value), codegen


def _bits_log2(typingctx: Any, value: Any) -> Any:
    """Return a first guess of the base-2 logarithm of positive lanes, linear between powers of two."""
    if not isinstance(value, VecType):
        return None

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide = str(value.scalar) == "float64"
        integer = ir.VectorType(ir.IntType(64 if wide else 32), value.count)
        real = ir.VectorType(_ir_scalar(value.scalar), value.count)
        number = builder.sitofp(builder.bitcast(args[0], integer), real)
        scale = 1.0 / (4503599627370496.0 if wide else 8388608.0)
        moved = builder.fmul(number, ir.Constant(real, [scale] * value.count))
        return builder.fadd(moved, ir.Constant(real, [-(1023.0 if wide else 127.0)] * value.count))

    return value(value), codegen


load: Any = intrinsic(_load)
store: Any = intrinsic(_store)
where: Any = intrinsic(_where)
bits_third: Any = intrinsic(_bits_third)
bits_log2: Any = intrinsic(_bits_log2)


def _register() -> None:
    for symbol, name in (
        (operator.add, "fadd"),
        (operator.sub, "fsub"),
        (operator.mul, "fmul"),
        (operator.truediv, "fdiv"),
    ):
        _overload_operator(symbol, _binary(name))
    for symbol, sign in (
        (operator.gt, ">"),
        (operator.lt, "<"),
        (operator.ge, ">="),
        (operator.le, "<="),
    ):
        _overload_operator(symbol, _comparison(sign))
    _overload_minus()


def _overload_operator(symbol: Any, apply: Any) -> None:
    @overload(symbol, strict=False)
    def chosen(left: Any, right: Any) -> Any:
        if _pick(left, right) is None:
            return None
        return lambda left, right: apply(left, right)  # noqa: PLW0108  the compiler wants these names


def _overload_minus() -> None:
    subtract = _binary("fsub")

    @overload(operator.neg, strict=False)
    def negated(value: Any) -> Any:
        if not isinstance(value, VecType):
            return None
        return lambda value: subtract(0.0, value)


_register()
